import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { tenantIdSchema } from '#shared/ids.ts';
import { MAX_EVENT_BYTES, PACK_BYTES, PACK_EVENTS } from '#shared/pipeline/limits.ts';
import { encodePack } from '#shared/pipeline/pack-codec.ts';
import { packRawEvents } from '#shared/pipeline/pack-events.ts';
import { rawPackSchema } from '#shared/schema/pack.ts';

const acme = tenantIdSchema.parse('acme');
const globex = tenantIdSchema.parse('globex');
const origin = { sourceId: 'source-1', connector: 'auto', receivedAt: '2026-11-22T10:00:00.000Z' };
const pack = (texts: readonly string[], given: Partial<typeof origin> = {}, tenant = acme) =>
  packRawEvents(tenant, { ...origin, ...given }, texts, 16);
const idsOf = (packs: ReturnType<typeof pack>) => packs.map((one) => one.pack.pack_id);

/** Kinesis takes 1 MiB a record, partition key included. */
const RECORD_BYTES = 1024 * 1024;

test('a pack carries the events with their tenant, source, connector and receipt', () => {
  const [routed] = pack(['{"a":1}', '{"b":2}']);
  expect(rawPackSchema.parse(routed?.pack)).toEqual({
    v: 1,
    pack_id: expect.any(String),
    tenant_id: 'acme',
    source_id: 'source-1',
    connector: 'auto',
    received_at: '2026-11-22T10:00:00.000Z',
    events: [
      { o: 0, raw: '{"a":1}' },
      { o: 0, raw: '{"b":2}' },
    ],
  });
  expect(pack([])).toEqual([]);
});

test('equal texts are told apart by their ordinal, across packs too', () => {
  const texts = Array(PACK_EVENTS + 2).fill('{"same":1}');
  const ordinals = pack(texts).flatMap((one) => one.pack.events.map(({ o }) => o));
  expect(ordinals).toEqual(texts.map((_, i) => i));
  expect(pack(['x', 'y', 'x']).flatMap((one) => one.pack.events.map(({ o }) => o))).toEqual([0, 0, 1]);
});

describe('the id of a pack', () => {
  const texts = ['{"a":1}', '{"b":2}'];

  test('is the same for the same content, whenever it comes', () => {
    expect(idsOf(pack(texts, { receivedAt: '2026-11-23T00:00:00.000Z' }))).toEqual(idsOf(pack(texts)));
  });

  test('differs by tenant, by source, by content and by order', () => {
    const ids = [
      pack(texts),
      pack(texts, {}, globex),
      pack(texts, { sourceId: 'source-2' }),
      pack(['{"a":1}']),
      pack([...texts].reverse()),
    ].flatMap(idsOf);
    expect(new Set(ids).size).toBe(5);
  });

  test('chooses the bucket, within the number of buckets', () => {
    const buckets = Array.from({ length: 200 }, (_, i) => pack([`{"n":${i}}`])[0]?.bucket ?? -1);
    expect(buckets.every((bucket) => bucket >= 0 && bucket < 16)).toBe(true);
    expect(new Set(buckets).size).toBe(16);
  });
});

describe('packs are cut', () => {
  test('at 500 events', () => {
    const texts = Array.from({ length: 1_201 }, (_, i) => `{"n":${i}}`);
    const packs = pack(texts);
    expect(packs.map((one) => one.pack.events.length)).toEqual([500, 500, 201]);
    expect(packs.flatMap((one) => one.pack.events.map(({ raw }) => raw))).toEqual(texts);
  });

  test('at 384 KiB of text, counted in bytes', () => {
    const text = `{"a":"${'é'.repeat(50_000)}"}`;
    expect(pack(Array(8).fill(text)).map((one) => one.pack.events.length)).toEqual([3, 3, 2]);
    expect(pack([text, 'x'.repeat(PACK_BYTES - Buffer.byteLength(text))])).toHaveLength(1);
  });

  test('so that no record is over the 1 MiB of Kinesis, even of text that does not compress', () => {
    const noise = randomBytes(MAX_EVENT_BYTES / 2)
      .toString('hex')
      .slice(0, MAX_EVENT_BYTES - 100);
    const escaped = '\\"'.repeat(60_000);
    const packs = pack([
      `{"a":"${noise}"}`,
      `{"b":"${escaped}"}`,
      `{"c":"${escaped}"}`,
      `{"d":"${escaped}"}`,
    ]);
    for (const one of packs) expect(encodePack(one.pack).length).toBeLessThan(RECORD_BYTES - 256);
  });
});
