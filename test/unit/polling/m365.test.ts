import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Blob } from '../../standins/microsoft/activity.ts';
import { audiences } from '../../standins/microsoft/world.ts';
import { callFaults, proveEachCall, proveEachWrite } from '../../support/poll-faults.ts';
import {
  connections,
  type FeedServer,
  type PollWorld,
  pollWorld,
  startFeeds,
} from '../../support/poll-world.ts';

const TYPE = 'Audit.SharePoint';
let server: FeedServer;
let world: PollWorld;

beforeAll(async () => {
  server = await startFeeds();
});
afterAll(() => server.close());
beforeEach(() => {
  server.reset({ activity: { page: 3, subscribed: [TYPE] } });
  world = pollWorld(server, connections(server).m365, TYPE);
});

const NOW = Date.parse('2026-11-22T09:00:00.000Z');
/** A blob of that many minutes ago with some events. */
const blob = (name: string, minutesAgo: number, events = 2, type = TYPE): Blob => ({
  contentType: type,
  contentId: `${name}$04`,
  contentCreated: new Date(NOW - minutesAgo * 60_000).toISOString(),
  events: Array.from({ length: events }, (_, i) => ({
    Id: `${name}-${i}`,
    CreationTime: '2026-11-22T07:00:00',
    Operation: 'FileDownloaded',
    Workload: 'SharePoint',
  })),
});
const ids = () => world.texts().map((text) => (JSON.parse(text) as { Id: string }).Id);
const paths = () => server.calls.filter(({ vendor }) => vendor === 'activity').map(({ path }) => path);
const listings = () => paths().filter((path) => path.endsWith('/subscriptions/content')).length;

const consent = (roles: string[]) => server.microsoft.consented.set(audiences.activity, roles);

/** Answers some calls in Microsoft's place; gives the hosts that are called from now on. */
function answerTo(path: RegExp, status: number, body: unknown): string[] {
  const { transport } = world.ports.vendorCalls;
  const hosts: string[] = [];
  world.ports.vendorCalls = {
    ...world.ports.vendorCalls,
    transport: async (request) => {
      hosts.push(request.url.host);
      if (!path.test(request.url.pathname)) return transport(request);
      return { status, headers: {}, body: JSON.stringify(body) };
    },
  };
  return hosts;
}

describe('reading Microsoft 365’s audit log', () => {
  it('subscribes once, and takes every event of every blob over all pages', async () => {
    server.reset({ activity: { page: 3 } });
    for (let i = 0; i < 8; i++) server.activity.add(blob(`blob${i}`, 100 - i));
    expect(await world.run()).toBe('read');
    expect(new Set(ids()).size).toBe(16);
    expect(ids()).toHaveLength(16);
    const starts = () => paths().filter((path) => path.endsWith('/subscriptions/start')).length;
    expect(starts()).toBe(1);
    world.later(60);
    await world.run();
    expect([starts(), ids().length]).toEqual([1, 16]);
  });

  it('goes back a day at first, in windows of less than a day', async () => {
    server.activity.add(blob('old', 23 * 60 + 30), blob('older', 25 * 60), blob('new', 5));
    const first = world.poll();
    const since = new Date(NOW - 24 * 3_600_000).toISOString();
    world.polls.set(`acme#source-1#${TYPE}`, { ...first, cursor: { ...first.cursor, since, newest: since } });
    await world.run();
    expect(ids()).toEqual(['old-0', 'old-1', 'new-0', 'new-1']);
    expect(listings()).toBe(2);
  });

  it('asks for no more than a week back after a long rest, and goes on from there', async () => {
    const long = new Date(NOW - 12 * 86_400_000).toISOString();
    const first = world.poll();
    world.polls.set(`acme#source-1#${TYPE}`, {
      ...first,
      cursor: { ...first.cursor, since: long, newest: long },
    });
    server.activity.add(blob('lost', 8 * 1_440), blob('kept', 6 * 1_440), blob('new', 5));
    expect(await world.run()).toBe('read');
    expect(ids()).toEqual(['kept-0', 'kept-1', 'new-0', 'new-1']);
    expect(Date.parse(world.poll().cursor.newest)).toBe(NOW);
  });

  it('takes blobs that turn up late behind newer ones, and fetches none twice', async () => {
    server.activity.add(blob('one', 20));
    await world.run();
    world.later(60);
    server.activity.add(blob('late', 40), blob('two', 0));
    server.calls.length = 0;
    await world.run();
    expect(ids()).toEqual(['one-0', 'one-1', 'late-0', 'late-1', 'two-0', 'two-1']);
    expect(paths().filter((path) => path.includes('/audit/'))).toHaveLength(2);
  });

  it('moves its cursor within a long listing, and stays at it until all is taken', async () => {
    server.reset({ activity: { subscribed: [TYPE] } });
    for (let i = 0; i < 50; i++) server.activity.add(blob(`blob${i}`, 120 - i, 3));
    server.faults.arm({ vendor: 'activity', path: 'blob45', times: 2, moment: 'before', kind: '500' });
    expect(await world.run()).toBe('failed');
    expect(ids()).toHaveLength(120);
    expect(world.poll().cursor.page).toContain('startTime=');
    world.later(120);
    expect(await world.run()).toBe('read');
    expect(new Set(ids()).size).toBe(150);
    expect(ids()).toHaveLength(150);
  });

  it.each(callFaults)('takes everything once when any call meets a $kind ($moment)', async (fault) => {
    const all = ['a-0', 'a-1', 'b-0', 'b-1', 'c-0', 'c-1', 'd-0', 'd-1'];
    const fill = () => {
      server.activity.reset({ page: 3 });
      server.activity.add(blob('a', 50), blob('b', 40), blob('c', 30), blob('d', 20));
    };
    const struck = await proveEachCall(server, connections(server).m365, TYPE, fault, fill, 'Id', all);
    // Token, list, subscribe, both windows, three blobs, the next page and one blob.
    expect(struck).toBe(10);
  });

  it('takes everything once when it is killed at any write', async () => {
    const fill = () => {
      server.activity.reset({ page: 2, subscribed: [TYPE] });
      server.activity.add(blob('a', 50), blob('b', 40), blob('c', 30));
    };
    const all = ['a-0', 'a-1', 'b-0', 'b-1', 'c-0', 'c-1'];
    // Claim, the first window, two pages announced and taken, and the end.
    expect(await proveEachWrite(server, connections(server).m365, TYPE, fill, 'Id', all)).toBe(7);
  });

  it('makes the same packs again after it was killed, though an older blob turned up meanwhile', async () => {
    server.activity.add(blob('one', 20), blob('two', 10));
    const { update } = world.ports.polls;
    let writes = 0;
    world.ports.polls.update = async (tenantId, poll) => {
      if (++writes === 3) throw new Error('killed');
      return update(tenantId, poll);
    };
    await expect(world.run()).rejects.toThrow('killed');
    const packs = world.state.sent.map(({ pack }) => pack.pack_id);
    world.ports.polls.update = update;
    server.activity.add(blob('late', 50));
    world.later(240);
    await world.run();
    expect(world.state.sent.slice(packs.length, 2 * packs.length).map(({ pack }) => pack.pack_id)).toEqual(
      packs,
    );
    expect(ids().sort()).toEqual(['late-0', 'late-1', 'one-0', 'one-1', 'two-0', 'two-1']);
  });

  it('starts a subscription again that was switched off', async () => {
    server.reset({ activity: { disabled: [TYPE] } });
    server.activity.add(blob('one', 20));
    expect(await world.run()).toBe('read');
    expect(ids()).toHaveLength(2);
  });

  it('goes on behind a blob that has gone at Microsoft’s', async () => {
    server.activity.add(blob('one', 20), blob('two', 10));
    answerTo(/\/audit\/one/, 400, { error: { code: 'AF20051', message: 'expired' } });
    expect(await world.run()).toBe('read');
    expect(ids()).toEqual(['two-0', 'two-1']);
  });

  it('waits without counting a failure when Microsoft asks for fewer calls, whatever the status', async () => {
    server.reset({ activity: { subscribed: [TYPE], calls_per_minute: 1 } });
    server.activity.add(blob('one', 20));
    expect(await world.run()).toBe('failed');
    expect(world.poll()).toMatchObject({ state: 'active', failures: 0, problem: 'limit' });
    answerTo(/\/content$/, 403, { error: { code: 'AF429', message: 'Too many requests.' } });
    world.later(120);
    await world.run();
    expect(world.poll()).toMatchObject({ failures: 0, problem: 'limit' });
  });

  it('never sends its token to another host that a listing names', async () => {
    const elsewhere = [
      { contentId: 'x', contentUri: 'https://evil.example/x', contentCreated: '2026-11-22T08:00:00Z' },
    ];
    const hosts = answerTo(/\/content$/, 200, elsewhere);
    expect(await world.run()).toBe('failed');
    expect(hosts).toHaveLength(2);
    expect(hosts).not.toContain('evil.example');
    expect(world.poll().last_error).toContain('another address');
  });

  it('calls a feed without consent not covered where it is a feed of its own permission', async () => {
    world = pollWorld(server, connections(server).m365, 'DLP.All');
    consent(['ActivityFeed.Read']);
    expect(await world.run()).toBe('waiting');
    expect(world.poll()).toMatchObject({ state: 'active', failures: 0, problem: 'not_covered' });
    expect(world.poll().last_error).toContain('ActivityFeed.ReadDlp');
    world = pollWorld(server, connections(server).m365, TYPE);
    consent([]);
    expect(await world.run()).toBe('failed');
    expect(world.poll()).toMatchObject({ failures: 1, problem: 'credentials' });
    consent(['ActivityFeed.Read', 'ActivityFeed.ReadDlp']);
  });
});
