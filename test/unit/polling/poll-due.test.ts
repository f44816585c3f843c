import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pollDue } from '#shared/polling/poll-due.ts';
import { buildSource } from '../../support/builders/source.ts';
import { buildTenant } from '../../support/builders/tenant.ts';
import {
  connections,
  type FeedServer,
  type PollWorld,
  pollWorld,
  startFeeds,
} from '../../support/poll-world.ts';

let server: FeedServer;
let world: PollWorld;

beforeAll(async () => {
  server = await startFeeds();
});
afterAll(() => server.close());
beforeEach(() => {
  server.reset();
  server.okta.add({ uuid: 'event-1', published: '2026-11-22T08:59:00.000Z' });
  world = pollWorld(server, connections(server).okta, 'system_log');
  world.polls.clear();
});

const until = () => new Date(world.state.now.getTime() + 60_000);

/** A second tenant with the same kind of source at an address of its own. */
function neighbour(code: string, orgUrl: string): void {
  const { template_id, secret } = connections(server).okta;
  const source = buildSource(code, { source_id: 'source-2' });
  world.state.tenants.set(code, buildTenant(code));
  world.state.sources.set(
    `${code}#source-2`,
    Object.assign(source, { template_id, form: { org_url: orgUrl } }),
  );
  world.state.secrets.set(`${code}/source-source-2`, JSON.stringify(secret));
}

describe('a run over all tenants', () => {
  it('begins to read sources that were connected since the last one, and reads again when they are due', async () => {
    expect(await pollDue(world.ports, until())).toMatchObject({ read: 1, errors: [] });
    expect(world.texts()).toHaveLength(1);
    expect(await pollDue(world.ports, until())).toMatchObject({ read: 0 });
    world.later(61);
    expect(await pollDue(world.ports, until())).toMatchObject({ read: 1 });
  });

  it('begins a threat feed with all that it has, and a log with the last day', async () => {
    server.okta.add({ uuid: 'event-0', published: '2026-11-20T08:59:00.000Z' });
    server.taxii.add({
      added: '2024-01-01T00:00:00.000Z',
      object: {
        type: 'indicator',
        id: 'indicator--1',
        pattern: "[ipv4-addr:value = '203.0.113.7']",
        valid_from: '2024-01-01T00:00:00Z',
      },
    });
    const { secret, ...filled } = connections(server).taxii;
    const feed = Object.assign(buildSource('acme', { source_id: 'source-3' }), filled);
    world.state.sources.set('acme#source-3', feed);
    world.state.secrets.set('acme/source-source-3', JSON.stringify(secret));
    expect(await pollDue(world.ports, until())).toMatchObject({ read: 2, errors: [] });
    expect([...world.indicators.keys()]).toEqual(['indicator--1']);
    expect(world.texts()).toHaveLength(1);
  });

  it('withdraws what a feed brought once its source is gone, also where the feed was paused', async () => {
    const { secret, ...filled } = connections(server).taxii;
    const feed = Object.assign(buildSource('acme', { source_id: 'source-3' }), filled);
    world.state.sources.set('acme#source-3', feed);
    world.state.secrets.set('acme/source-source-3', JSON.stringify(secret));
    server.taxii.add({
      added: '2024-01-01T00:00:00.000Z',
      object: {
        type: 'indicator',
        id: 'indicator--1',
        pattern: "[ipv4-addr:value = '203.0.113.7']",
        valid_from: '2024-01-01T00:00:00Z',
      },
    });
    await pollDue(world.ports, until());
    const [key, poll] = [...world.polls].find(([one]) => one.includes('source-3')) ?? expect.fail('no poll');
    world.polls.set(key, { ...poll, state: 'paused' });
    world.later(61);
    await pollDue(world.ports, until());
    expect(world.indicators.size).toBe(1);
    world.state.sources.delete('acme#source-3');
    expect(await pollDue(world.ports, until())).toMatchObject({ gone: 1, errors: [] });
    expect([world.indicators.size, world.polls.has(key)]).toEqual([0, false]);
  });

  it('reads the others when one tenant’s source can’t be reached', async () => {
    neighbour('globex', 'https://127.0.0.1:9/okta');
    expect(await pollDue(world.ports, until())).toMatchObject({ read: 1, failed: 1, errors: [] });
    expect(world.state.sent.map(({ tenantId }) => tenantId)).toEqual(['acme']);
  });

  it('reads the others when our own store fails for one tenant, and reports it', async () => {
    neighbour('globex', `${server.url}/okta`);
    const { list } = world.ports.polls;
    world.ports.polls.list = async (tenantId) => {
      if (tenantId === 'acme') throw new Error('the table is down');
      return list(tenantId);
    };
    expect(await pollDue(world.ports, until())).toMatchObject({ read: 1, errors: ['the table is down'] });
    expect(world.state.sent.map(({ tenantId }) => tenantId)).toEqual(['globex']);
  });

  it('does not read for tenants that are not active, nor what is paused', async () => {
    await pollDue(world.ports, until());
    server.calls.length = 0;
    world.later(61);
    world.state.tenants.set('acme', buildTenant('acme', { status: 'suspended' }));
    expect(await pollDue(world.ports, until())).toMatchObject({ read: 0 });
    world.state.tenants.set('acme', buildTenant());
    world.polls.set('acme#source-1#system_log', { ...world.poll(), state: 'paused' });
    expect(await pollDue(world.ports, until())).toMatchObject({ read: 0 });
    expect(server.calls).toEqual([]);
  });

  it('begins nothing when the time is up, and what was left over is first in the next run', async () => {
    neighbour('globex', `${server.url}/okta`);
    expect(await pollDue(world.ports, world.state.now)).toMatchObject({ read: 0 });
    expect(await pollDue(world.ports, until())).toMatchObject({ read: 2 });
  });
});
