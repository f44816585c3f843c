import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { decodeEventPack, decodeRawPack, encodePack, isGzip } from '#shared/pipeline/pack-codec.ts';
import { buildEvent } from '../../support/builders/event.ts';
import { buildEventPack, buildRawPack } from '../../support/builders/pack.ts';

const json = (value: unknown) => Buffer.from(JSON.stringify(value));

test('a small pack is plain JSON and comes back as it was', () => {
  const pack = buildRawPack();
  expect(isGzip(encodePack(pack))).toBe(false);
  expect(decodeRawPack(encodePack(pack))).toEqual(pack);
});

test('a larger pack is gzip, much smaller, and comes back as it was', () => {
  const pack = buildEventPack('acme', { events: Array.from({ length: 200 }, () => buildEvent()) });
  const bytes = encodePack(pack);
  expect(isGzip(bytes)).toBe(true);
  expect(bytes.length * 4).toBeLessThan(json(pack).length);
  expect(decodeEventPack(bytes)).toEqual(pack);
});

test('text of every kind survives', () => {
  const raw = '{"a":"é😀\\u0000\\ud800\u2028"}';
  expect(decodeRawPack(encodePack(buildRawPack('acme', { events: [{ o: 0, raw }] }))).events).toEqual([
    { o: 0, raw },
  ]);
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['text', Buffer.from('hello')],
  ['no UTF-8', Buffer.from([0x22, 0xff, 0x22])],
  ['cut-off gzip', gzipSync(json(buildRawPack())).subarray(0, 40)],
  ['gzip of too much', gzipSync(Buffer.alloc(40 * 1024 * 1024))],
  ['null', json(null)],
  ['a pack of another version', json({ ...buildRawPack(), v: 2 })],
  ['a pack without a tenant', json({ ...buildRawPack(), tenant_id: undefined })],
  ['a pack of a tenant that no code can name', json({ ...buildRawPack(), tenant_id: 'acme*' })],
  ['a pack with a field that is not ours', json({ ...buildRawPack(), extra: 1 })],
  ['an event pack', encodePack(buildEventPack())],
])('%s is no raw pack', (_name, data) => {
  expect(() => decodeRawPack(data)).toThrow();
});

test.each([
  ['a raw pack', encodePack(buildRawPack())],
  [
    'a pack of an event without a category',
    json({ ...buildEventPack(), events: [{ ...buildEvent(), category: undefined }] }),
  ],
  [
    'a pack of an event with a field that is not ours',
    json({ ...buildEventPack(), events: [{ ...buildEvent(), extra: 1 }] }),
  ],
  ['a pack of no event', json({ ...buildEventPack(), events: [null] })],
  [
    'a pack with an event of another tenant',
    json({ ...buildEventPack(), events: [buildEvent(), buildEvent('globex')] }),
  ],
])('%s is no event pack', (_name, data) => {
  expect(() => decodeEventPack(data)).toThrow();
});

test('an event whose time has no milliseconds is one for the schema, and comes back too', () => {
  const event = { ...buildEvent(), timestamp: '2026-11-22T05:00:00Z' };
  expect(decodeEventPack(json({ ...buildEventPack(), events: [event] })).events).toEqual([event]);
});

test('a pack whose events are JSON already becomes the same bytes', () => {
  const pack = buildEventPack('acme', {
    events: [buildEvent(), buildEvent('acme', { attributes: { a: '"é' } })],
  });
  const texts = pack.events.map((event) => JSON.stringify(event));
  expect(encodePack(pack, texts)).toEqual(encodePack(pack));
});
