import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { residencySchema } from '#shared/schema/tenant.ts';
import { cells, findCell } from '../../infra/config.ts';
import { root } from './synthesized.ts';

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-synth-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the cells', () => {
  it('are at least two regions of prod, with different residencies, and one machine', () => {
    const prod = cells.filter(({ stage }) => stage === 'prod');
    expect(prod.length).toBeGreaterThanOrEqual(2);
    expect(new Set(prod.map(({ residency }) => residency.join())).size).toBe(prod.length);
    expect(cells.filter(({ stage }) => stage === 'local')).toHaveLength(1);
  });

  it('are named by stage and region once each', () => {
    const keys = cells.map(({ stage, region }) => `${stage} ${region}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each(cells)('keep sizes that AWS accepts: $stage $region', (cell) => {
    for (const residency of cell.residency) expect(residencySchema.options).toContain(residency);
    expect(cell.residency).toContain('any');
    expect(cell.streamRetentionHours).toBeGreaterThanOrEqual(24);
    // A record's age may reach the stream's retention less two hours, and Lambda takes seven days at most.
    expect(cell.streamRetentionHours).toBeLessThanOrEqual(168);
    expect(cell.partitionBuckets).toBeGreaterThanOrEqual(1);
    expect(cell.partitionBuckets).toBeLessThanOrEqual(256);
    expect(cell.parallelization).toBeLessThanOrEqual(10);
    expect([0, 3, 5]).toContain(cell.search.masterNodes);
    expect(`gatehouse-${cell.stage}`.length).toBeLessThanOrEqual(28);
  });

  it('are protected everywhere but on one machine', () => {
    expect(cells.filter(({ protect }) => !protect).map(({ stage }) => stage)).toEqual(['local']);
  });
});

describe('naming a cell', () => {
  it('finds the row of a stage and region', () => {
    expect(findCell({ stage: 'prod', region: 'us-east-1' })).toMatchObject({
      stage: 'prod',
      region: 'us-east-1',
    });
  });

  it('needs no region where the stage has one only', () => {
    expect(findCell({ stage: 'local' }).region).toBe('eu-west-1');
  });

  it.each([
    [{}, 'No stage was named: say -c stage=local|dev|prod'],
    [{ stage: 'production' }, 'There is no stage "production": say -c stage=local|dev|prod'],
    [{ stage: 'prod' }, 'Stage "prod" has several regions: say -c region=eu-west-1|us-east-1'],
    [
      { stage: 'prod', region: 'mars-1' },
      'Stage "prod" has no cell in "mars-1": say -c region=eu-west-1|us-east-1',
    ],
    [{ stage: 7 }, 'No stage was named'],
  ])('says what there is for %j', (context, sentence) => {
    expect(() => findCell(context)).toThrow(sentence);
  });

  it('ends the app with that one sentence and an exit code', () => {
    const { status, stderr } = synth({ stage: 'nope' });
    expect(status).toBe(1);
    expect(stderr.trim().split('\n')).toEqual([
      'There is no stage "nope": say -c stage=local|dev|prod (infra/config.ts has the rows).',
    ]);
  });
});

it('a cell for AWS is synthesised without an account, code and web included, and is valid to the CDK’s own checks', () => {
  const { status, stderr } = synth({ stage: 'prod', region: 'us-east-1', build: join(folder, 'build') });
  expect(stderr).not.toMatch(/error/i);
  expect(status).toBe(0);
  const made = readdirSync(join(folder, 'cdk.out')).filter((name) => name.endsWith('.template.json'));
  expect(made.sort()).toEqual(['app', 'data', 'web'].map((part) => `gatehouse-prod-${part}.template.json`));
});

/** Runs the app as the CDK’s command line does, with nothing of AWS in the environment. */
function synth(named: Record<string, string>) {
  const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { context: object };
  return spawnSync(process.execPath, ['infra/app.ts'], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      CDK_OUTDIR: join(folder, 'cdk.out'),
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, ...named }),
    },
    encoding: 'utf8',
  });
}
