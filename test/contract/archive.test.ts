import { randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeDynamoSourceStore } from '#shared/aws/dynamo-source-store.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import type { Archive, FailedRecord } from '#shared/ports/archive.ts';
import type { EventPack } from '#shared/schema/pack.ts';
import { buildEvent } from '../support/builders/event.ts';
import { buildEventPack } from '../support/builders/pack.ts';
import { keysOf as listKeys, scratchArchive } from '../support/scratch-archive.ts';

const acme = tenantIdSchema.parse('acme');
const globex = tenantIdSchema.parse('globex');

const made = scratchArchive();
const { scratch, buckets } = made;
let s3: S3Client;
let archive: Archive;
beforeAll(() => {
  ({ s3, archive } = made);
});
const keysOf = (bucket: string, prefix = '') => listKeys(s3, bucket, prefix);
async function read(Bucket: string, Key: string) {
  const { Body, Metadata, ContentEncoding } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return { bytes: Buffer.from((await Body?.transformToByteArray()) ?? []), Metadata, ContentEncoding };
}
const healthOf = (tenantId: typeof acme, sourceId: string) =>
  makeDynamoSourceStore(scratch.client, { sourcesTable: scratch.names.sources, auditTable: 'none' }).health(
    tenantId,
    sourceId,
  );

const pack = (sourceId: string, events = 3, given: Partial<EventPack> = {}) =>
  buildEventPack('acme', {
    source_id: sourceId,
    events: Array.from({ length: events }, () => buildEvent()),
    ...given,
  });

describe('packs', () => {
  test('lie under their tenant and hour, an event a line, as they were', async () => {
    const one = pack('whole');
    await archive.store(acme, [one]);
    const { bytes } = await read(buckets.archive, `acme/2026/11/22/10/${one.pack_id}.json.gz`);
    const lines = gunzipSync(bytes).toString().trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(one.events);
    expect(await healthOf(acme, 'whole')).toMatchObject({
      events: 3,
      failed: 0,
      last_event_at: one.received_at,
    });
  });

  test('stored again, in the same batch, or again in another hour are stored and counted once', async () => {
    const one = pack('again');
    const resent = { ...one, received_at: '2026-11-22T11:00:00.000Z' };
    await archive.store(acme, [one, one, resent]);
    await archive.store(acme, [one]);
    await archive.store(acme, [resent, pack('again', 2)]);
    const keys = (await keysOf(buckets.archive, 'acme/')).filter((key) => key.includes(one.pack_id));
    expect(keys).toEqual([`acme/2026/11/22/10/${one.pack_id}.json.gz`]);
    expect(await healthOf(acme, 'again')).toMatchObject({ events: 5 });
  });

  test('of more than one transaction are all counted', async () => {
    const many = Array.from({ length: 205 }, () => pack('many', 1));
    await archive.store(acme, many);
    await archive.store(acme, many);
    expect(await healthOf(acme, 'many')).toMatchObject({ events: 205 });
  });

  test('stored by several readers at once, each batch twice, are counted once', async () => {
    const batches = Array.from({ length: 8 }, () => [pack('busy', 2), pack('busy', 3)]);
    await Promise.all([...batches, ...batches].map((batch) => archive.store(acme, batch)));
    expect(await healthOf(acme, 'busy')).toMatchObject({ events: 40 });
  });

  test('of two tenants never meet, even with one id', async () => {
    const mine = pack('shared');
    await archive.store(acme, [mine]);
    await archive.store(globex, [{ ...mine, tenant_id: globex, events: [buildEvent('globex')] }]);
    expect(await healthOf(acme, 'shared')).toMatchObject({ events: 3 });
    expect(await healthOf(globex, 'shared')).toMatchObject({ events: 1 });
    expect(await keysOf(buckets.archive, 'globex/')).toEqual([
      `globex/2026/11/22/10/${mine.pack_id}.json.gz`,
    ]);
  });
});

describe('failures', () => {
  const failure = (given: Partial<FailedRecord> = {}): FailedRecord => ({
    failure_id: randomUUID(),
    source_id: 'broken',
    received_at: '2026-11-22T10:00:01.000Z',
    reason: 'not JSON: 😀',
    parser: { name: 'ecs-json', version: '1.0.0' },
    o: 0,
    raw: '{"cut',
    ...given,
  });

  test('are kept with what a replay needs, and counted once', async () => {
    const one = failure();
    await archive.fail(acme, [one, failure()]);
    await archive.fail(acme, [one]);
    const { bytes } = await read(buckets.failures, `acme/2026/11/22/10/${one.failure_id}.json`);
    expect(JSON.parse(bytes.toString())).toEqual({ tenant_id: 'acme', ...one });
    expect(await healthOf(acme, 'broken')).toEqual({
      tenant_id: 'acme',
      source_id: 'broken',
      events: 0,
      failed: 2,
      last_event_at: null,
      last_failure_at: one.received_at,
      last_failure_reason: one.reason,
      lag_seconds: null,
    });
  });

  test('of a source that also works stand beside its events', async () => {
    await archive.store(acme, [pack('both', 4)]);
    await archive.fail(acme, [failure({ source_id: 'both' })]);
    expect(await healthOf(acme, 'both')).toMatchObject({ events: 4, failed: 1 });
  });

  test('without a tenant are kept byte by byte, with their reason', async () => {
    const bytes = Buffer.from([0, 255, 1, 254]);
    await archive.failUnreadable('raw', 'seq-1', bytes, "Unexpected token '\ud83d' é");
    const kept = await read(buckets.failures, '_unreadable/raw/seq-1');
    expect(kept.bytes).toEqual(bytes);
    expect(decodeURIComponent(kept.Metadata?.reason ?? '')).toBe("Unexpected token '\ufffd' é");
  });
});

describe('reading', () => {
  const hooli = tenantIdSchema.parse('hooli');
  const range = { from: new Date('2026-11-22T10:00:00.000Z'), to: new Date('2026-11-22T12:00:00.000Z') };
  const received = (received_at: string) =>
    buildEventPack('hooli', {
      received_at,
      events: Array.from({ length: 3 }, () =>
        buildEvent('hooli', { attributes: { 'event.ingested': received_at } }),
      ),
    });
  const packs = [
    '2026-11-22T09:59:59.999Z',
    '2026-11-22T10:00:00.000Z',
    '2026-11-22T11:59:59.000Z',
    '2026-11-22T12:00:00.000Z',
  ].map(received);

  beforeAll(async () => {
    const copy = { schema: 'ecs', translate: () => ({ translated: true }) } as const;
    await archive.store(hooli, packs, copy);
    const foreign = buildEventPack('acme', {
      received_at: '2026-11-22T10:30:00.000Z',
      events: [buildEvent()],
    });
    await archive.store(acme, [foreign]);
  });

  test('gives the range’s events, canonical and of that tenant alone, page by page', async () => {
    const ids: string[] = [];
    let position: string | null = null;
    do {
      const page = await archive.read(hooli, range, { limit: 2, position });
      expect(page.items.length).toBeLessThanOrEqual(2);
      ids.push(...page.items.map(({ event_id }) => event_id));
      position = page.next;
    } while (position !== null);
    expect(ids).toEqual([...(packs[1]?.events ?? []), ...(packs[2]?.events ?? [])].map((e) => e.event_id));
  });

  test('refuses a position that is none of its own', async () => {
    for (const position of ['../acme/2026/11/22/10/x.json.gz#0', '_ecs/2026/11/22/10/x.json.gz#0', 'x'])
      await expect(archive.read(hooli, range, { limit: 2, position })).rejects.toThrow('cursor');
  });

  test('is not disturbed by the copies, which lie apart and expire with the rest', async () => {
    expect(await keysOf(buckets.archive, 'hooli/_ecs/')).toHaveLength(4);
    expect(await archive.dropExpired(hooli, new Date('2026-11-22T12:00:00.000Z'))).toBe(6);
    expect(await keysOf(buckets.archive, 'hooli/_ecs/')).toHaveLength(1);
  });
});

test('hours before a time are deleted, of that tenant alone', async () => {
  const initech = tenantIdSchema.parse('initech');
  const umbrella = tenantIdSchema.parse('umbrella');
  const times = [
    '2025-12-31T23:59:59.999Z',
    '2026-11-22T09:59:59.999Z',
    '2026-11-22T10:00:00.000Z',
    '2026-11-22T11:00:00.000Z',
  ];
  for (const tenantId of [initech, umbrella]) {
    const packs = times.map((received_at) => buildEventPack(tenantId, { received_at }));
    await archive.store(tenantId, packs);
  }
  expect(await archive.dropExpired(initech, new Date('2026-11-22T10:59:00.000Z'))).toBe(2);
  const hours = async (tenantId: string) =>
    (await keysOf(buckets.archive, `${tenantId}/`)).map((key) => key.split('/').slice(1, 5).join('/'));
  expect(await hours('initech')).toEqual(['2026/11/22/10', '2026/11/22/11']);
  expect(await hours('umbrella')).toHaveLength(4);
  expect(await archive.dropExpired(initech, new Date('2026-11-22T10:59:00.000Z'))).toBe(0);
});
