import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { healAll } from '#shared/healing/heal-all.ts';
import { type HealPorts, healTenant } from '#shared/healing/heal-tenant.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import type { Healing } from '#shared/schema/healing.ts';
import type { Poll } from '#shared/schema/poll.ts';
import { engineOf } from '#shared/tenants/provisioning/engine.ts';
import { callApi } from '../../support/api-caller.ts';
import { buildClaims } from '../../support/builders/caller.ts';
import { makeFakePorts } from '../../support/fake-ports.ts';
import { memoryHealing } from '../../support/memory-healing.ts';
import {
  connections,
  type FeedServer,
  oktaToken,
  type PollWorld,
  pollWorld,
  startFeeds,
} from '../../support/poll-world.ts';

const acme = tenantIdSchema.parse('acme');
let server: FeedServer;
let world: PollWorld;
let ports: HealPorts;
let log: Map<string, Healing>;
let cases: string[];

beforeAll(async () => {
  server = await startFeeds();
});
afterAll(() => server.close());
beforeEach(() => {
  server.reset();
  world = pollWorld(server, connections(server).okta, 'system_log');
  log = new Map();
  cases = [];
  const { ports: fakes } = makeFakePorts();
  ports = {
    ...world.ports,
    healing: memoryHealing(log),
    cases: {
      create: async (_tenantId, item) => {
        if (!cases.includes(item.case_id)) cases.push(item.case_id);
      },
    },
    engine: engineOf(fakes),
  };
});

const now = Date.parse('2026-11-22T08:59:00.000Z');
const fill = (to: number) => {
  for (let i = 0; i < to; i++)
    server.okta.add({ uuid: `event-${i}`, published: new Date(now + i * 1_000).toISOString() });
};
const put = (given: Partial<Poll>) =>
  world.polls.set('acme#source-1#system_log', { ...world.poll(), ...given });
const paused = (given: Partial<Poll> = {}) =>
  put({ state: 'paused', problem: 'credentials', failures: 3, last_error: 'Refused.', ...given });
const entries = () => [...log.values()];

describe('healing pulled sources', () => {
  it('resumes a paused feed once its credentials work, and writes down before and after', async () => {
    fill(3);
    paused();
    expect(await healTenant(ports, acme)).toEqual({ repaired: 1, failed: 0, gave_up: 0 });
    expect(world.poll()).toMatchObject({ state: 'active', problem: null, failures: 0 });
    expect(entries()[0]).toMatchObject({
      source_id: 'source-1',
      problem: 'Refused.',
      before: { state: 'paused', problem: 'credentials' },
      after: { state: 'active', problem: null },
      result: 'repaired',
      case_id: null,
    });
    expect(await world.run()).toBe('read');
    expect(world.texts()).toHaveLength(3);
  });

  it('leaves a feed paused while its credentials are refused, and tells why without them', async () => {
    world.state.secrets.set('acme/source-source-1', JSON.stringify({ api_token: 'another-token' }));
    paused();
    expect(await healTenant(ports, acme)).toEqual({ repaired: 0, failed: 1, gave_up: 0 });
    expect(world.poll().state).toBe('paused');
    expect(entries()[0]?.after.reason).toContain('401');
    expect(JSON.stringify(entries())).not.toContain('another-token');
  });

  it('begins anew at the last record that was taken when the page is not known any more, without doubles', async () => {
    fill(5);
    await world.run();
    expect(world.texts()).toHaveLength(5);
    const { cursor } = world.poll();
    put({ cursor: { ...cursor, page: '/api/v1/logs?after=lost&sortOrder=ASCENDING&limit=1000' } });
    world.later(60);
    expect(await world.run()).toBe('failed');
    expect(world.poll().problem).toBe('cursor');
    fill(7);
    expect(await healTenant(ports, acme)).toMatchObject({ repaired: 1 });
    await world.run();
    expect(new Set(world.texts()).size).toBe(7);
    expect(world.texts()).toHaveLength(7);
  });

  it('does nothing about feeds that go on by themselves, and about sources that are switched off', async () => {
    put({ problem: 'unreachable', failures: 2, last_error: 'Not there.' });
    expect(await healTenant(ports, acme)).toEqual({ repaired: 0, failed: 0, gave_up: 0 });
    paused();
    world.state.sources.set('acme#source-1', { ...world.source, status: 'disabled' });
    expect(await healTenant(ports, acme)).toEqual({ repaired: 0, failed: 0, gave_up: 0 });
    expect(server.calls).toEqual([]);
  });

  it('can’t loop: five attempts with growing pauses, one case, and then nothing, however often it runs', async () => {
    world.state.secrets.set('acme/source-source-1', JSON.stringify({ api_token: 'another-token' }));
    paused();
    // Every five minutes for three days.
    for (let run = 0; run < 864; run++) {
      await healTenant(ports, acme);
      world.later(300);
    }
    const results = entries().map(({ result }) => result);
    expect(results).toEqual(['failed', 'failed', 'failed', 'failed', 'failed', 'gave_up']);
    const minutes = entries().map(({ at }) => (Date.parse(at) - Date.parse(entries()[0]?.at ?? '')) / 60_000);
    expect(minutes).toEqual([0, 5, 20, 80, 320, 1040]);
    expect(cases).toHaveLength(1);
    expect(entries().at(-1)?.case_id).toBe(cases[0]);
    expect(server.calls).toHaveLength(10);
  });

  it('counts on when what was repaired breaks again and again', async () => {
    for (let run = 0; run < 600; run++) {
      paused();
      await healTenant(ports, acme);
      world.later(300);
    }
    expect(entries().filter(({ result }) => result === 'repaired')).toHaveLength(5);
    expect(cases).toHaveLength(1);
  });

  it('begins to count anew after a day without trouble', async () => {
    paused();
    await healTenant(ports, acme);
    world.later(25 * 3_600);
    await healTenant(ports, acme);
    expect(await ports.healing.treatments(acme)).toEqual([]);
  });

  it('counts an attempt that dies half way', async () => {
    paused();
    const { get } = world.ports.secrets;
    world.ports.secrets.get = async () => {
      throw new Error('killed');
    };
    await expect(healTenant({ ...ports, secrets: world.ports.secrets }, acme)).rejects.toThrow('killed');
    world.ports.secrets.get = get;
    expect((await ports.healing.treatments(acme))[0]?.attempts).toBe(1);
    expect(await healTenant(ports, acme)).toEqual({ repaired: 0, failed: 0, gave_up: 0 });
  });

  it('opens the same case again when it died before writing that it gave up', async () => {
    world.state.secrets.set('acme/source-source-1', JSON.stringify({ api_token: 'another-token' }));
    paused();
    for (let run = 0; run < 5; run++) {
      await healTenant(ports, acme);
      world.later(13 * 3_600);
    }
    const { putTreatment } = ports.healing;
    ports.healing.putTreatment = async () => {
      throw new Error('killed');
    };
    await expect(healTenant(ports, acme)).rejects.toThrow('killed');
    ports.healing.putTreatment = putTreatment;
    expect(await healTenant(ports, acme)).toMatchObject({ gave_up: 1 });
    expect(cases).toHaveLength(1);
  });

  it('heals the others when it can’t look at one tenant', async () => {
    paused();
    const tenants = { list: async () => ({ items: [world.tenant], next: null }) };
    const until = new Date(world.state.now.getTime() + 60_000);
    expect(await healAll({ ...ports, tenants }, until)).toMatchObject({ repaired: 1, errors: [] });
    ports.healing.treatments = async () => {
      throw new Error('the table is down');
    };
    expect(await healAll({ ...ports, tenants }, until)).toMatchObject({ errors: ['the table is down'] });
  });
});

describe('GET self-healing/log', () => {
  it('shows a tenant its own entries, newest first', async () => {
    paused();
    await healTenant(ports, acme);
    const { ports: api, state } = makeFakePorts();
    state.tenants.set('acme', world.tenant);
    for (const [id, entry] of log) state.healings.set(id, entry);
    state.healings.set('globex#x', {
      ...(entries()[0] as Healing),
      tenant_id: tenantIdSchema.parse('globex'),
    });
    const { status, body } = await callApi(api, 'GET /api/v1/onboarding/self-healing/log', {
      as: buildClaims('auditor'),
    });
    expect(status).toBe(200);
    expect(body.items).toHaveLength(1);
    expect(body.items[0]).toMatchObject({ source_id: 'source-1', result: 'repaired' });
    expect(oktaToken.length).toBeGreaterThan(6);
    expect(JSON.stringify(body)).not.toContain(oktaToken);
  });
});
