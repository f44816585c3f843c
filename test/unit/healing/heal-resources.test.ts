import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HealPorts, healTenant } from '#shared/healing/heal-tenant.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import type { Healing } from '#shared/schema/healing.ts';
import { apisFor } from '#shared/tenants/provisioning/engine.ts';
import type { VendorApis } from '#shared/tenants/provisioning/vendor-apis.ts';
import type { StandinServer } from '../../standins/server.ts';
import { memoryHealing } from '../../support/memory-healing.ts';
import { memoryPolls } from '../../support/memory-polls.ts';
import { onboard, type Rehearsal, rehearse, startTestStandins } from '../../support/rehearsal.ts';

const acme = tenantIdSchema.parse('acme');
let standins: StandinServer;
let rehearsal: Rehearsal;
let ports: HealPorts;
let apis: VendorApis;
const log = new Map<string, Healing>();

beforeAll(async () => {
  standins = await startTestStandins();
  standins.reset();
  rehearsal = rehearse(standins);
  const run = await onboard(rehearsal, { platforms: ['open_source'] });
  apis = apisFor(rehearsal.engine, run);
  const { ports: fakes, engine } = rehearsal;
  ports = {
    ...fakes,
    polls: memoryPolls(),
    healing: memoryHealing(log),
    cases: { create: async () => {} },
    engine,
  };
});
afterAll(() => standins.close());

describe('healing what carries logs in other systems', () => {
  it('leaves alone what is as it should be', async () => {
    expect(await healTenant(ports, acme)).toEqual({ repaired: 0, failed: 0, gave_up: 0 });
    expect(log.size).toBe(0);
  });

  it('starts a stream that somebody stopped, and reads it back', async () => {
    const graylog = await apis.graylog();
    for (const { id } of await graylog.streams()) await graylog.pauseStream(id);
    const before = standins.calls.length;
    expect(await healTenant(ports, acme)).toMatchObject({ repaired: 1 });
    expect(standins.calls.slice(before).some(({ path }) => path.endsWith('/resume'))).toBe(true);
    expect([...log.values()][0]).toMatchObject({
      source_id: null,
      resource: 'graylog-stream-start',
      before: { state: 'differs' },
      after: { state: 'matches' },
      result: 'repaired',
    });
    expect(await healTenant(ports, acme)).toEqual({ repaired: 0, failed: 0, gave_up: 0 });
  });

  it('makes a lost group of agents again', async () => {
    await (await apis.wazuh()).deleteGroup('Linux-acme');
    expect(await healTenant(ports, acme)).toMatchObject({ repaired: 1 });
    expect([...log.values()].at(-1)).toMatchObject({ resource: 'wazuh-groups', result: 'repaired' });
  });
});
