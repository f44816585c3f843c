import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callFaults, proveEachCall, proveEachWrite } from '../../support/poll-faults.ts';
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
  world = pollWorld(server, connections(server).falcon, 'alerts');
});

const NOW = Date.parse('2026-11-22T09:00:00.000Z');
const alert = (number: number, secondsAgo: number, status = 'new') => ({
  composite_id: `alert-${number}`,
  cid: 'cid-1',
  status,
  updated_timestamp: `${new Date(NOW - secondsAgo * 1_000).toISOString().slice(0, -1)}456789Z`,
});
const fill = (count: number, secondsAgo = 3_600) => {
  for (let i = 0; i < count; i++) server.falcon.put(alert(i, secondsAgo - i));
};
const ids = () => world.texts().map((text) => (JSON.parse(text) as { composite_id: string }).composite_id);
const names = (count: number) => Array.from({ length: count }, (_, i) => `alert-${i}`);

describe('reading CrowdStrike’s alerts', () => {
  it('takes every alert once, over pages and runs', async () => {
    fill(450);
    expect(await world.run()).toBe('read');
    expect(ids()).toEqual(names(450));
    server.falcon.put(alert(450, 0));
    world.later(60);
    await world.run();
    expect(ids()).toEqual(names(451));
  });

  it('loses none when an alert that was read changes while the next page is asked for', async () => {
    fill(300);
    const { transport } = world.ports.vendorCalls;
    let searches = 0;
    world.ports.vendorCalls.transport = async (request) => {
      if (request.url.pathname.includes('/queries/') && ++searches === 2)
        for (let i = 0; i < 50; i++) server.falcon.put(alert(i, 1, 'closed'));
      return transport(request);
    };
    await world.run();
    expect(new Set(ids())).toEqual(new Set(names(300)));
    expect(ids()).toHaveLength(350);
    expect(world.texts().filter((text) => text.includes('closed'))).toHaveLength(50);
  });

  it('gets through more alerts of one moment than fit on a page', async () => {
    for (let i = 0; i < 700; i++) server.falcon.put(alert(i, 1_000));
    expect(await world.run()).toBe('read');
    expect(new Set(ids()).size).toBe(700);
  });

  it('says so when more alerts are of one moment than Falcon gives', async () => {
    for (let i = 0; i < 10_100; i++) server.falcon.put(alert(i, 1_000));
    let outcome = await world.run();
    for (let run = 0; run < 4 && outcome === 'read'; run++) {
      world.later(60);
      outcome = await world.run();
    }
    expect(outcome).toBe('failed');
    expect(world.poll().last_error).toContain('More than 10000 alerts');
  });

  it.each(callFaults)('takes everything once when any call meets a $kind ($moment)', async (fault) => {
    const connected = connections(server).falcon;
    const struck = await proveEachCall(
      server,
      connected,
      'alerts',
      fault,
      () => fill(210),
      'composite_id',
      names(210),
    );
    // Token, two searches and their alerts.
    expect(struck).toBe(5);
  });

  it('takes everything once when it is killed at any write', async () => {
    const connected = connections(server).falcon;
    const died = await proveEachWrite(
      server,
      connected,
      'alerts',
      () => fill(210),
      'composite_id',
      names(210),
    );
    expect(died).toBe(6);
  });

  it('waits until the time that Falcon names when its allowance is used up', async () => {
    fill(3);
    server.standin('falcon').reset({ calls_per_minute: 1 });
    expect(await world.run()).toBe('failed');
    expect(world.poll()).toMatchObject({ state: 'active', failures: 0, problem: 'limit' });
    expect(world.poll().next_run_at).toBe('2026-11-22T09:01:00.000Z');
  });

  it('gets a new token after half an hour, and when the old one is refused', async () => {
    fill(1);
    await world.run();
    world.later(1_800);
    server.falcon.put(alert(1, 0));
    server.faults.arm({ vendor: 'falcon', path: '/alerts/', moment: 'before', kind: '401' });
    expect(await world.run()).toBe('read');
    expect(ids()).toEqual(names(2));
    expect(server.calls.filter(({ path }) => path === '/oauth2/token')).toHaveLength(3);
  });

  it.each([
    [{ elsewhere: true }, 'another Falcon cloud'],
    [{ scopes: [] }, 'scope not permitted'],
  ])('counts %o as a matter of credentials, and says what to do', async (settings, reason) => {
    server.standin('falcon').reset(settings);
    expect(await world.run()).toBe('failed');
    expect(world.poll()).toMatchObject({ problem: 'credentials', failures: 1 });
    expect(world.poll().last_error).toContain(reason);
  });

  it('pauses after refused credentials, and shows none of them', async () => {
    world.state.secrets.set('acme/source-source-1', JSON.stringify({ client_secret: 'wrong-secret' }));
    for (let run = 0; run < 3; run++) {
      await world.run();
      world.later(3_600);
    }
    expect(world.poll()).toMatchObject({ state: 'paused', problem: 'credentials' });
    expect(world.poll().last_error).toContain('enter its id and secret again');
    expect(world.poll().last_error).not.toContain('wrong-secret');
  });
});
