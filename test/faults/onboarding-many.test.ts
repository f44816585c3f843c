import { afterAll, beforeAll, expect, it } from 'vitest';
import { tenantIdSchema } from '#shared/ids.ts';
import type { StandinServer } from '../standins/server.ts';
import { onboard, reasons, rehearse, startTestStandins } from '../support/rehearsal.ts';

let standins: StandinServer;
beforeAll(async () => {
  standins = await startTestStandins();
});
afterAll(() => standins.close());

it('fifty tenants are onboarded at once on the same systems, each with its own and none with another’s', async () => {
  const codes = Array.from({ length: 50 }, (_, i) => tenantIdSchema.parse(`t${String(i).padStart(2, '0')}x`));
  const rehearsal = rehearse(standins);
  const runs = await Promise.all(codes.map((tenant_id) => onboard(rehearsal, { tenant_id })));
  for (const run of runs) expect(run.state, JSON.stringify(await reasons(rehearsal, run))).toBe('done');
  const { streams } = standins.standin('graylog').state() as { streams: { rules: { value: string }[] }[] };
  expect(streams.flatMap(({ rules }) => rules.map(({ value }) => value)).sort()).toEqual(codes);
  const { security } = standins.standin('opensearch').state() as {
    security: Record<string, { index_permissions?: { index_patterns: string[] }[] }>;
  };
  for (const code of codes) {
    expect(security[`roles/${code}_reader`]?.index_permissions?.[0]?.index_patterns).toEqual([
      `wazuh-${code}__*`,
    ]);
  }
});
