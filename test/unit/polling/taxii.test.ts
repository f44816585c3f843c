import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readIndicators } from '#shared/polling/stix.ts';
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
  server.reset({ taxii: { page: 4 } });
  world = pollWorld(server, connections(server).taxii, 'feed');
});

const indicator = (number: number, given: Record<string, unknown> = {}) => ({
  type: 'indicator',
  spec_version: '2.1',
  id: `indicator--00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
  created: '2026-11-01T00:00:00.000Z',
  modified: '2026-11-01T00:00:00.000Z',
  name: `Bad host ${number}`,
  pattern: `[ipv4-addr:value = '203.0.113.${number}']`,
  pattern_type: 'stix',
  valid_from: '2026-11-01T00:00:00Z',
  ...given,
});
const added = (minute: number, object: Record<string, unknown>) => ({
  added: new Date(Date.parse('2026-11-22T08:00:00.000Z') + minute * 60_000).toISOString(),
  object,
});
const fill = (from: number, to: number) => {
  for (let i = from; i < to; i++) server.taxii.add(added(i, indicator(i)));
};

describe('reading a TAXII collection', () => {
  it('reads all pages, and in the next run only what was added since', async () => {
    fill(0, 10);
    expect(await world.run()).toBe('read');
    expect(world.indicators.size).toBe(10);
    expect(world.state.sent).toEqual([]);
    fill(10, 12);
    server.calls.length = 0;
    world.later(60);
    await world.run();
    expect(world.indicators.size).toBe(12);
    expect(server.calls).toHaveLength(1);
  });

  it('reads servers that say more and give no next, by the time of the last object', async () => {
    server.reset({ taxii: { page: 4, gives_next: false } });
    fill(0, 10);
    await world.run();
    expect(world.indicators.size).toBe(10);
  });

  it('goes on behind the last page that was kept after a failure', async () => {
    fill(0, 10);
    server.faults.arm({ vendor: 'taxii', at: 2, times: 2, moment: 'after', kind: '500' });
    expect(await world.run()).toBe('failed');
    expect(world.indicators.size).toBe(4);
    world.later(60);
    await world.run();
    expect(world.indicators.size).toBe(10);
  });

  it('says what is wrong when the collection does not exist', async () => {
    Object.assign(world.source, {
      form: { ...connections(server).taxii.form, collection_id: 'other' },
    });
    const first = { ...world.poll(), feed: 'other' };
    world.polls.clear();
    world.polls.set('acme#source-1#other', first);
    expect(await world.run()).toBe('failed');
    expect(world.poll().last_error).toContain('404');
  });
});

describe('reading STIX indicators', () => {
  const valuesOf = (pattern: string) => readIndicators('s', [indicator(1, { pattern })])[0]?.values ?? [];

  it.each([
    ["[ipv6-addr:value = '2001:DB8::1']", [{ kind: 'ip', value: '2001:db8::1' }]],
    ["[domain-name:value = 'Evil.example']", [{ kind: 'domain', value: 'evil.example' }]],
    ["[url:value = 'http://evil.example/it\\'s']", [{ kind: 'url', value: "http://evil.example/it's" }]],
    ["[email-addr:value = 'a@evil.example']", [{ kind: 'email', value: 'a@evil.example' }]],
    ["[file:hashes.'SHA-256' = 'AB12']", [{ kind: 'hash', value: 'ab12' }]],
    [
      "[file:hashes.MD5 = 'aa' OR file:hashes.'SHA-1' = 'bb'] OR [domain-name:value = 'c.example']",
      [
        { kind: 'hash', value: 'aa' },
        { kind: 'hash', value: 'bb' },
        { kind: 'domain', value: 'c.example' },
      ],
    ],
  ])('reads the values of %s', (pattern, values) => {
    expect(valuesOf(pattern)).toEqual(values);
  });

  it.each([
    "[ipv4-addr:value = '203.0.113.1' AND network-traffic:dst_port = '443']",
    "[ipv4-addr:value = '203.0.113.1'] FOLLOWEDBY [domain-name:value = 'a.example']",
    "[ipv4-addr:value != '203.0.113.1']",
    "[domain-name:value LIKE '%.example']",
    "[ipv4-addr:value IN ('203.0.113.1')]",
    "[process:name = 'evil.exe']",
  ])('leaves out %s, of which one value alone is no match', (pattern) => {
    expect(valuesOf(pattern)).toEqual([]);
  });

  it('takes words of the pattern’s language inside a value for what they are', () => {
    expect(valuesOf("[url:value = 'http://evil.example/a AND b']")).toEqual([
      { kind: 'url', value: 'http://evil.example/a and b' },
    ]);
  });

  it('passes over what is no indicator and keeps revoked ones, which end a match', () => {
    const read = readIndicators('s', [
      { type: 'malware', id: 'malware--1' },
      indicator(1, { revoked: true }),
    ]);
    expect(read).toHaveLength(1);
    expect(read[0]).toMatchObject({ revoked: true, valid_until: null, confidence: null, source_id: 's' });
  });
});
