import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { retryRun, undoRun } from '#shared/tenants/provisioning/start-run.ts';
import type { StandinServer } from '../../standins/server.ts';
import { by, onboard, reasons, rehearse, startTestStandins, stepsOf, work } from '../../support/rehearsal.ts';

let standins: StandinServer;
beforeAll(async () => {
  standins = await startTestStandins();
});
afterAll(() => standins.close());
beforeEach(() => standins.reset());

const states = () =>
  Object.fromEntries(
    ['graylog', 'wazuh', 'opensearch', 'grafana'].map((one) => [one, standins.standin(one).state()]),
  );
const writes = () =>
  standins.calls.filter(({ method, path }) => method !== 'GET' && !path.includes('authenticate'));

describe('a greenfield onboarding on the open-source stack', () => {
  it('makes everything, reads it back, and is done', async () => {
    const rehearsal = rehearse(standins);
    const run = await onboard(rehearsal);
    expect(await reasons(rehearsal, run)).toEqual([]);
    expect(run.state).toBe('done');
    expect((await stepsOf(rehearsal, run)).map(({ state }) => state)).toEqual(run.steps.map(() => 'done'));
    expect(rehearsal.state.tenants.get('acme')?.status).toBe('active');
  });

  it('changes nothing when it is done once more', async () => {
    const rehearsal = rehearse(standins);
    await onboard(rehearsal);
    const before = structuredClone(states());
    standins.calls.length = 0;
    const second = await onboard(rehearsal);
    expect(second.state).toBe('done');
    expect(writes()).toEqual([]);
    expect(states()).toEqual(before);
    expect((await stepsOf(rehearsal, second)).map(({ outcome }) => outcome)).toEqual(
      second.steps.map(() => 'unchanged'),
    );
  });

  it('is undone without a trace, and can be done again', async () => {
    const rehearsal = rehearse(standins);
    const before = structuredClone(states());
    const run = await onboard(rehearsal);
    const undone = await work(rehearsal, await undoRun(rehearsal.starter, run, { by }));
    expect(undone.state, JSON.stringify(await reasons(rehearsal, run))).toBe('undone');
    expect(states()).toEqual(before);
    expect([...rehearsal.state.secrets.keys()].filter((name) => name.startsWith('acme/'))).toEqual([]);
    const again = await onboard(rehearsal);
    expect(again.state).toBe('done');
  });

  it('goes on where it stopped once what was broken is mended', async () => {
    const rehearsal = rehearse(standins);
    standins.faults.arm({
      vendor: 'graylog',
      method: 'POST',
      path: '/streams$',
      moment: 'before',
      kind: '500',
      times: 99,
    });
    const broken = await onboard(rehearsal);
    expect(broken.state).toBe('failed');
    const failed = (await stepsOf(rehearsal, broken)).filter(({ state }) => state === 'failed');
    expect(failed.map(({ step }) => step)).toEqual(['graylog-stream']);
    standins.faults.clear();
    const mended = await work(rehearsal, await retryRun(rehearsal.starter, broken, { by }));
    expect(mended.state, JSON.stringify(await reasons(rehearsal, mended))).toBe('done');
  });
});
