import { describe, expect, test } from 'vitest';
import { makeKinesisStreams } from '#shared/aws/kinesis-streams.ts';
import { makeS3Archive } from '#shared/aws/s3-archive.ts';
import { parserVersion } from '#shared/connectors/connectors.ts';
import { normalizeRecords } from '#shared/pipeline/normalize-records.ts';
import { decodeEventPack, encodePack } from '#shared/pipeline/pack-codec.ts';
import type { StreamRecord } from '#shared/pipeline/stream-record.ts';
import { buildRawPack } from '../../support/builders/pack.ts';
import { expectSameWhereverKilled } from '../../support/killed-anywhere.ts';
import { type MemoryCloud, makeMemoryCloud } from '../../support/memory-cloud.ts';

const login = (user: string, n: number) => ({
  o: 0,
  raw: JSON.stringify({ ts: 1795323540 + n, user, action: 'login_failed' }),
});
const logins = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => login(`user-${i % 7}`, from + i));

const normalize = (cloud: MemoryCloud, records: readonly StreamRecord[]) =>
  normalizeRecords(
    {
      archive: makeS3Archive(cloud.s3, cloud.dynamo, {
        archiveBucket: 'archive',
        failuresBucket: 'failures',
        sourcesTable: 'sources',
        controlTable: 'control',
      }),
      streams: makeKinesisStreams(cloud.kinesis, {
        eventsStream: 'events',
        sleep: async () => undefined,
        random: () => 0.5,
      }),
      settingsOf: async () => ({ settings: {} }),
      buckets: 4,
    },
    records,
  );

/** What counts: each pack once by its id (readers of the stream leave out the rest), each failure once. */
const stored = ({ objects, rows, streams }: MemoryCloud) => ({
  packs: Object.fromEntries(
    (streams.get('events') ?? [])
      .map((data) => decodeEventPack(data))
      .sort((a, b) => a.pack_id.localeCompare(b.pack_id))
      .map((pack) => [pack.pack_id, pack]),
  ),
  objects: Object.fromEntries([...objects].sort()),
  rows: Object.fromEntries([...rows].sort()),
});
const eventsOf = (cloud: MemoryCloud) => Object.values(stored(cloud).packs).flatMap(({ events }) => events);

const records: StreamRecord[] = [
  encodePack(buildRawPack('acme', { events: logins(30) })),
  encodePack(buildRawPack('globex', { events: [...logins(5), { o: 0, raw: '{"cut' }] })),
  Buffer.from('poison'),
  encodePack(
    buildRawPack('acme', { source_id: 'source-2', events: [{ o: 0, raw: 'no JSON' }, ...logins(10, 100)] }),
  ),
].map((data, i) => ({ sequence: `seq-${i}`, data }));

describe('normalize', () => {
  test('carries a raw text of 32 kB along, and keeps a longer one beside the packs with a pointer in its event', async () => {
    const cloud = makeMemoryCloud();
    const text = (size: number) => JSON.stringify({ user: 'alice', ts: 1795323540, pad: 'ä'.repeat(size) });
    const [short, long] = [text(15_000), text(40_000)];
    const pack = buildRawPack('acme', {
      events: [
        { o: 0, raw: short },
        { o: 0, raw: long },
      ],
    });
    await normalize(cloud, [{ sequence: '1', data: encodePack(pack) }]);
    const events = eventsOf(cloud).map(({ event_id, attributes }) => ({ event_id, attributes }));
    const carried = events.find(({ attributes }) => attributes['event.original'] === short);
    expect(carried?.attributes['gatehouse.raw_key']).toBeUndefined();
    const pointing = events.find(({ attributes }) => attributes['gatehouse.raw_key'] !== undefined);
    expect(pointing?.attributes).toMatchObject({
      'event.original': long.slice(0, 8_192),
      'gatehouse.raw_bytes': Buffer.byteLength(long),
      'gatehouse.raw_key': `acme/2026/11/22/10/${pointing?.event_id}.txt.gz`,
    });
    expect(cloud.objects.get(`archive/${pointing?.attributes['gatehouse.raw_key']}`)).toBe(long);
  });

  test('does its work: every event goes on, every bad one is kept', async () => {
    const cloud = makeMemoryCloud();
    expect(await normalize(cloud, records)).toEqual({ records: 4, events: 45, failed: 2 });
    expect(eventsOf(cloud)).toHaveLength(45);
    expect([...cloud.objects.keys()].map((key) => key.split('/').slice(0, 2).join('/')).sort()).toEqual([
      'failures/_unreadable',
      'failures/acme',
      'failures/globex',
    ]);
    expect(cloud.rows.get('sources|tenant#acme|health#source-2')).toMatchObject({ failed: 1 });
  });

  test('given the same batch twice stores the same', async () => {
    const cloud = makeMemoryCloud();
    await normalize(cloud, records);
    const once = structuredClone(stored(cloud));
    await normalize(cloud, records);
    expect(stored(cloud)).toEqual(once);
  });

  test('killed before or after any write stores the same in the end', async () => {
    await expectSameWhereverKilled((cloud) => normalize(cloud, records), stored);
  });

  test('with one poison record among 500 takes the other 499, and keeps the poison with its reason', async () => {
    const batch = Array.from({ length: 500 }, (_, i): StreamRecord => {
      const data = encodePack(buildRawPack('acme', { events: [login('alice', i)] }));
      return { sequence: `seq-${i}`, data: i === 250 ? Buffer.from('😀 not a pack') : data };
    });
    const cloud = makeMemoryCloud();
    expect(await normalize(cloud, batch)).toEqual({ records: 500, events: 499, failed: 0 });
    expect(eventsOf(cloud)).toHaveLength(499);
    const [[key, kept] = ['', '']] = [...cloud.objects];
    expect(key).toBe('failures/_unreadable/raw/seq-250');
    expect(kept).toMatch(/^😀 not a pack\n.*not valid JSON/);
  });

  test('with one poison event in a pack of 500 takes the other 499', async () => {
    const events = logins(500);
    events[123] = { o: 0, raw: '{"user":' };
    const cloud = makeMemoryCloud();
    const data = encodePack(buildRawPack('acme', { events }));
    expect(await normalize(cloud, [{ sequence: '1', data }])).toEqual({ records: 1, events: 499, failed: 1 });
    const [[key, kept] = ['', '']] = [...cloud.objects];
    expect(key).toMatch(/^failures\/acme\/2026\/11\/22\/10\//);
    expect(JSON.parse(kept)).toMatchObject({
      tenant_id: 'acme',
      source_id: 'source-1',
      raw: '{"user":',
      reason: expect.stringContaining('JSON'),
      parser: { name: 'auto', version: parserVersion('auto') },
    });
  });
});
