import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { MAX_EVENT_BYTES } from '#shared/pipeline/limits.ts';
import { normalizePack } from '#shared/pipeline/normalize-pack.ts';
import { decodeEventPack, encodePack } from '#shared/pipeline/pack-codec.ts';
import { packRawEvents } from '#shared/pipeline/pack-events.ts';
import { eventPackSchema } from '#shared/schema/pack.ts';
import { buildRawPack } from '../../support/builders/pack.ts';

const RECORD_BYTES = 1024 * 1024;
const login = (user: string, n = 0) => ({
  o: 0,
  raw: JSON.stringify({ ts: 1795323540 + n, user, action: 'login_failed' }),
});

test('a second delivery makes the same packs with the same ids', () => {
  const events = Array.from({ length: 100 }, (_, i) => login(`user-${i % 20}`, i));
  const pack = buildRawPack('acme', { events: [...events, { o: 0, raw: 'broken' }] });
  expect(normalizePack(pack, 16)).toEqual(normalizePack(structuredClone(pack), 16));
});

test('one entity stays in one bucket, many spread over the buckets', () => {
  const events = Array.from({ length: 400 }, (_, i) => login(`user-${i % 100}`, i));
  const { packs } = normalizePack(buildRawPack('acme', { events }), 16);
  const bucketsOf = Map.groupBy(
    packs.flatMap(({ bucket, pack }) => pack.events.map((event) => ({ bucket, actor: event.actor.id }))),
    ({ actor }) => actor,
  );
  expect(bucketsOf.size).toBe(100);
  for (const one of bucketsOf.values()) expect(new Set(one.map(({ bucket }) => bucket)).size).toBe(1);
  expect(new Set(packs.map(({ bucket }) => bucket)).size).toBe(16);
  expect(packs.reduce((sum, { pack }) => sum + pack.events.length, 0)).toBe(400);
});

test('the header goes along, and the id of a pack differs by tenant', () => {
  const raw = buildRawPack('acme', { source_id: 'fw-1', events: [login('alice')] });
  const [mine] = normalizePack(raw, 4).packs;
  expect(eventPackSchema.parse(mine?.pack)).toMatchObject({
    tenant_id: 'acme',
    source_id: 'fw-1',
    received_at: raw.received_at,
  });
  const [other] = normalizePack(buildRawPack('globex', { events: [login('alice')] }), 4).packs;
  expect(other?.pack.pack_id).not.toBe(mine?.pack.pack_id);
});

describe('an event that can not be read', () => {
  test('is a failure with its text and the reason; the others go on', () => {
    const events = [login('alice'), { o: 2, raw: '{"cut":' }, login('bob')];
    const raw = buildRawPack('acme', { connector: 'ecs-json', events });
    const { packs, failures } = normalizePack(raw, 1);
    expect(packs.map(({ pack }) => pack.events.map((event) => event.actor.id))).toEqual([['alice', 'bob']]);
    expect(failures).toEqual([
      {
        failure_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        source_id: raw.source_id,
        received_at: raw.received_at,
        reason: expect.stringMatching(/^the event could not be read: .*JSON/),
        parser: { name: 'ecs-json', version: '1.1.0' },
        o: 2,
        raw: '{"cut":',
      },
    ]);
  });

  test('has an id by tenant, source, text, place and receipt', () => {
    const failed = (tenant: string, given: Parameters<typeof buildRawPack>[1] = {}) =>
      normalizePack(buildRawPack(tenant, { events: [{ o: 0, raw: 'x' }], ...given }), 1).failures[0]
        ?.failure_id;
    const ids = [
      failed('acme'),
      failed('globex'),
      failed('acme', { source_id: 'source-2' }),
      failed('acme', { events: [{ o: 1, raw: 'x' }] }),
      failed('acme', { events: [{ o: 0, raw: 'y' }] }),
      failed('acme', { received_at: '2026-11-22T11:00:00.000Z' }),
    ];
    expect(new Set(ids).size).toBe(6);
    expect(failed('acme')).toBe(ids[0]);
  });

  test('has a reason that any database takes, short and without half characters', () => {
    const { failures } = normalizePack(
      buildRawPack('acme', { events: [{ o: 0, raw: '😀'.repeat(500) }] }),
      1,
    );
    expect(failures[0]?.reason.isWellFormed()).toBe(true);
    expect(failures[0]?.reason.length).toBeLessThan(340);
  });
});

describe('every pack fits a Kinesis record', () => {
  const noise = (bytes: number) => randomBytes(bytes).toString('base64url').slice(0, bytes);
  const fieldsOf = (count: number, size: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`field_${i}`, noise(size)]));
  const shapes: [string, () => string[]][] = [
    [
      'many small fields',
      () => Array.from({ length: 500 }, (_, i) => JSON.stringify({ user: 'a', i, ...fieldsOf(20, 20) })),
    ],
    [
      'large fields',
      () => Array.from({ length: 6 }, () => JSON.stringify({ user: 'a', ...fieldsOf(12, 8_000) })),
    ],
    ['one event of the full size', () => [JSON.stringify({ user: 'a', text: noise(MAX_EVENT_BYTES - 100) })]],
    ['full size in many fields', () => [JSON.stringify({ user: 'a', ...fieldsOf(31, 8_190) })]],
    [
      'escapes',
      () => [
        JSON.stringify({ user: 'a', text: '\\"'.repeat(60_000) }),
        JSON.stringify({ user: 'a', b: '"'.repeat(120_000) }),
      ],
    ],
    [
      'a long name over many children',
      () => [JSON.stringify({ user: 'a', ['k'.repeat(200_000)]: fieldsOf(100, 10) })],
    ],
    [
      'long names at each level',
      () => [JSON.stringify({ user: 'a', ['k'.repeat(250)]: fieldsOf(5_000, 20) })],
    ],
  ];

  test.each(shapes)('of %s', (_name, texts) => {
    const origin = { sourceId: 's', connector: 'auto', receivedAt: '2026-11-22T10:00:00.000Z' };
    const all = texts();
    let events = 0;
    for (const { pack: raw } of packRawEvents(buildRawPack().tenant_id, origin, all, 1)) {
      const { packs, failures } = normalizePack(raw, 1);
      expect(failures).toEqual([]);
      for (const { pack } of packs) {
        const bytes = encodePack(pack);
        expect(bytes.length).toBeLessThan(RECORD_BYTES - 256);
        events += decodeEventPack(bytes).events.length;
      }
    }
    expect(events).toBe(all.length);
  });

  test('an event whose canonical form is over that goes to the failures alone', () => {
    const huge = { o: 0, raw: JSON.stringify({ user: 'a', text: '"\\'.repeat(300_000) }) };
    const { packs, failures } = normalizePack(buildRawPack('acme', { events: [login('a'), huge] }), 1);
    expect(packs).toHaveLength(1);
    expect(failures[0]?.reason).toContain('canonical form is over');
  });
});

test('each event comes with its JSON, so that writing the pack need not make it again', () => {
  const events = Array.from({ length: 20 }, (_, i) => login(`user-${i}`, i));
  for (const { pack, texts } of normalizePack(buildRawPack('acme', { events }), 4).packs)
    expect(texts).toEqual(pack.events.map((event) => JSON.stringify(event)));
});
