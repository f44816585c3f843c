import { describe, expect, test } from 'vitest';
import { type ApiClient, ApiRefusal } from '#shared/api/client.ts';
import type { FailedRecord } from '#shared/ports/archive.ts';
import type { Cell } from '../../../functions/cli/cell.ts';
import { replay } from '../../../functions/cli/replay.ts';
import { callApi } from '../../support/api-caller.ts';
import { buildClaims } from '../../support/builders/caller.ts';
import { buildSource } from '../../support/builders/source.ts';
import { makeTwoTenants } from '../../support/two-tenants.ts';

/** A cell whose API is the real one over rows in memory, with so many failures of acme and one of globex. */
function cellWith(failures: number) {
  const fake = makeTwoTenants();
  const fail = (tenant: string, id: string): void => {
    const record: FailedRecord = {
      failure_id: id,
      source_id: `source-of-${tenant}`,
      received_at: '2026-11-22T08:30:00.000Z',
      reason: 'the event could not be read: Not a line',
      parser: { name: 'okta', version: '1.0.0' },
      o: 0,
      raw: `Nov 22 08:29:59 web-1 sshd[1]: session closed ${id}`,
    };
    fake.state.failures.set(`${tenant}#${id}`, record);
  };
  const source = buildSource('acme', { source_id: 'source-of-acme', connector: 'linux' });
  fake.state.sources.set('acme#source-of-acme', source);
  for (let i = 0; i < failures; i++) fail('acme', `f-${String(i).padStart(4, '0')}`);
  fail('globex', 'f-of-globex');
  const asked: unknown[] = [];
  const call: ApiClient = async ({ method, path, tenant, body }) => {
    asked.push(body);
    const headers = { 'x-tenant-id': tenant ?? '' };
    const as = buildClaims('platform_admin');
    const answer = await callApi(fake.ports, `${method} ${path}`, { as, headers, body });
    if (answer.status !== 200) throw new ApiRefusal(answer.status, answer.body.code, answer.body.detail);
    return answer.body;
  };
  const cell: Cell = { api: 'http://cell.example', tokenOf: async () => '', connect: async () => call };
  const run = async (values: Record<string, string>): Promise<string> => {
    const printed: string[] = [];
    await replay.run(cell, values, (line) => printed.push(line));
    return printed.join('\n');
  };
  return { ...fake, asked, run };
}

describe('gatehouse replay', () => {
  test('goes on from page to page to the end, sends each record once and sums up', async () => {
    const { state, asked, run } = cellWith(250);
    expect(await run({ tenant: 'acme' })).toBe(
      '250 of 250 sidelined records sent again; 0 were sent before, 0 have the same parser as then.',
    );
    expect(asked.length).toBeGreaterThan(1);
    expect(new Set(state.sent.map(({ pack }) => pack.pack_id)).size).toBe(250);
    expect(state.sent.every(({ tenantId }) => tenantId === 'acme')).toBe(true);
    expect(await run({ tenant: 'acme' })).toBe(
      '0 of 250 sidelined records sent again; 250 were sent before, 0 have the same parser as then.',
    );
    expect(state.sent).toHaveLength(250);
  });

  test('asks for what its options say', async () => {
    const { state, run } = cellWith(3);
    expect(await run({ tenant: 'acme', source: 'another' })).toMatch(/^0 of 3 /);
    expect(await run({ tenant: 'acme', reason: 'no such reason' })).toMatch(/^0 of 3 /);
    expect(await run({ tenant: 'acme', connector: 'okta', version: '1.0.0' })).toMatch(/^3 of 3 /);
    expect(state.sent).toHaveLength(3);
  });

  test('says so when nothing was sidelined', async () => {
    expect(await cellWith(0).run({ tenant: 'acme' })).toMatch(/^0 of 0 /);
  });

  test('ends with the refusal of the API', async () => {
    await expect(cellWith(1).run({ tenant: 'acme', from: 'yesterday' })).rejects.toBeInstanceOf(ApiRefusal);
  });
});
