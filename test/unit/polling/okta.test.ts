import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DomainError } from '#shared/errors.ts';
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
  server.reset({ okta: { page: 10 } });
  world = pollWorld(server, connections(server).okta, 'system_log');
});

const logged = (number: number) => ({
  uuid: `event-${number}`,
  published: new Date(Date.parse('2026-11-22T08:00:00.000Z') + number * 1_000).toISOString(),
  eventType: 'user.session.start',
});
const fill = (from: number, to: number) => {
  for (let i = from; i < to; i++) server.okta.add(logged(i));
};
const uuids = () => world.texts().map((text) => (JSON.parse(text) as { uuid: string }).uuid);
const expected = (to: number) => Array.from({ length: to }, (_, i) => `event-${i}`);

describe('reading Okta’s System Log', () => {
  it('takes every event once, page by page and run by run', async () => {
    fill(0, 35);
    expect(await world.run()).toBe('read');
    expect(uuids()).toEqual(expected(35));
    fill(35, 48);
    world.later(60);
    await world.run();
    expect(uuids()).toEqual(expected(48));
    expect(world.state.sent.every(({ pack }) => pack.source_id === 'source-1')).toBe(true);
  });

  it('goes on behind the last page that was taken when a later one is lost half way', async () => {
    fill(0, 30);
    server.faults.arm({ vendor: 'okta', at: 3, times: 2, moment: 'after', kind: 'reset' });
    expect(await world.run()).toBe('failed');
    expect(uuids()).toEqual(expected(20));
    expect(world.poll()).toMatchObject({ state: 'active', failures: 1, problem: 'unreachable' });
    world.later(120);
    expect(await world.run()).toBe('read');
    expect(uuids()).toEqual(expected(30));
    expect(world.poll()).toMatchObject({ failures: 0, problem: null, last_error: null });
  });

  it('makes the same packs again when it was killed between handing a page over and moving the cursor', async () => {
    fill(0, 6);
    const { update } = world.ports.polls;
    let writes = 0;
    // Writes: claim, announcement, then the cursor.
    world.ports.polls.update = async (tenantId, poll) => {
      if (++writes === 3) throw new Error('killed');
      return update(tenantId, poll);
    };
    await expect(world.run()).rejects.toThrow('killed');
    const packs = world.state.sent.map(({ pack }) => pack.pack_id);
    expect(packs).toHaveLength(1);
    // More arrived meanwhile, so that the same page is longer now.
    fill(6, 9);
    world.ports.polls.update = update;
    world.later(240);
    expect(await world.run()).toBe('read');
    expect(world.state.sent[1]?.pack.pack_id).toBe(packs[0]);
    expect(uuids()).toEqual(expected(9));
  });

  it('leaves a source alone while another run holds it, and takes it over when that run is dead', async () => {
    fill(0, 3);
    const claimed = world.poll();
    const { update } = world.ports.polls;
    await update(world.tenant.tenant_id, { ...claimed, version: 2 });
    const { pollSource } = await import('#shared/polling/poll-source.ts');
    const until = new Date(world.state.now.getTime() + 20_000);
    expect(await pollSource(world.ports, world.tenant, claimed, until)).toBe('elsewhere');
    expect(world.texts()).toEqual([]);
    expect(await world.run()).toBe('read');
    expect(uuids()).toEqual(expected(3));
  });

  it('waits as long as the allowance says, and does not count that as a failure', async () => {
    server.reset({ okta: { page: 10, calls_per_minute: 1 } });
    fill(0, 30);
    // The stand-in's minute is the machine's.
    world.state.now = new Date();
    const first = world.poll();
    world.polls.set('acme#source-1#system_log', {
      ...first,
      cursor: { ...first.cursor, since: '2026-11-22T00:00:00.000Z', newest: '2026-11-22T00:00:00.000Z' },
    });
    expect(await world.run()).toBe('read');
    expect(uuids()).toEqual(expected(10));
    expect(server.calls).toHaveLength(1);
    expect(world.poll().next_run_at > world.state.now.toISOString()).toBe(true);
    expect(await world.run()).toBe('failed');
    expect(world.poll()).toMatchObject({ state: 'active', failures: 0, problem: 'limit' });
  });

  it('waits for a Retry-After that is longer than its own pause', async () => {
    server.faults.arm({ vendor: 'okta', times: 2, moment: 'before', kind: '429', retry_after: '900' });
    expect(await world.run()).toBe('failed');
    expect(world.poll()).toMatchObject({ state: 'active', failures: 0, problem: 'limit' });
    expect(Date.parse(world.poll().next_run_at) - world.state.now.getTime()).toBe(900_000);
  });

  it('pauses with the reason after refused credentials, and says so without the token', async () => {
    world.state.secrets.set('acme/source-source-1', JSON.stringify({ api_token: 'another-token' }));
    for (let run = 0; run < 3; run++) {
      expect(await world.run()).toBe('failed');
      world.later(3_600);
    }
    expect(world.poll()).toMatchObject({ state: 'paused', failures: 3, problem: 'credentials' });
    expect(world.poll().last_error).toMatch(/^Paused after 3 failures in a row\. okta answered GET .* 401/);
    expect(world.poll().last_error).not.toContain('another-token');
  });

  it('backs off ever longer while the other system is down, up to an hour', async () => {
    server.faults.arm({ vendor: 'okta', times: 100, moment: 'before', kind: '500' });
    const pauses: number[] = [];
    for (let run = 0; run < 8; run++) {
      await world.run();
      pauses.push((Date.parse(world.poll().next_run_at) - world.state.now.getTime()) / 1_000);
      world.later(3_600);
    }
    expect(pauses).toEqual([30, 60, 120, 240, 480, 960, 1800, 1800]);
    expect(world.poll()).toMatchObject({ state: 'paused', failures: 8, problem: 'unreachable' });
  });

  it('stops before the cursor moves when the tenant’s allowance of events is used up', async () => {
    fill(0, 5);
    world.state.rate = { allowed: false, retryAfterSeconds: 17 };
    expect(await world.run()).toBe('waiting');
    expect(Date.parse(world.poll().next_run_at) - world.state.now.getTime()).toBe(17_000);
    world.state.rate = { allowed: true };
    world.later(17);
    await world.run();
    expect(uuids()).toEqual(expected(5));
  });

  it('does not move the cursor when the stream takes nothing', async () => {
    fill(0, 5);
    const { streams } = world.ports;
    world.ports.streams = {
      putRaw: async () => {
        throw new DomainError('unavailable', 'The event stream is overloaded.', { retry_after_seconds: 3 });
      },
    };
    expect(await world.run()).toBe('waiting');
    world.ports.streams = streams;
    world.later(60);
    await world.run();
    expect(uuids()).toEqual(expected(5));
  });

  it('never follows a link to another address, since the token would go there', async () => {
    const poll = world.poll();
    world.polls.set('acme#source-1#system_log', poll);
    world.ports.vendorCalls = {
      ...world.ports.vendorCalls,
      transport: async () => ({
        status: 200,
        headers: { link: '<https://evil.example/api/v1/logs?after=x>; rel="next"' },
        body: '[]',
      }),
    };
    expect(await world.run()).toBe('failed');
    expect(world.poll().last_error).toContain('another address');
  });

  it('forgets a source that is gone, and rests one that is switched off', async () => {
    world.state.sources.set('acme#source-1', { ...world.source, status: 'disabled' });
    expect(await world.run()).toBe('waiting');
    world.state.sources.delete('acme#source-1');
    expect(await world.run()).toBe('gone');
    expect(world.polls.size).toBe(0);
  });
});
