import { describe, expect, test } from 'vitest';
import { makeS3Archive } from '#shared/aws/s3-archive.ts';
import { archiveRecords } from '#shared/pipeline/archive-records.ts';
import { encodePack } from '#shared/pipeline/pack-codec.ts';
import type { StreamRecord } from '#shared/pipeline/stream-record.ts';
import type { EventSchema } from '#shared/schema/event.ts';
import type { EventPack } from '#shared/schema/pack.ts';
import { buildEvent } from '../../support/builders/event.ts';
import { buildEventPack } from '../../support/builders/pack.ts';
import { buildTenant } from '../../support/builders/tenant.ts';
import { expectSameWhereverKilled } from '../../support/killed-anywhere.ts';
import { type MemoryCloud, makeMemoryCloud } from '../../support/memory-cloud.ts';

const archive = (
  cloud: MemoryCloud,
  packs: readonly (EventPack | Uint8Array)[],
  archive_schema: EventSchema = 'canonical',
) => {
  const records: StreamRecord[] = packs.map((pack, i) => ({
    sequence: `seq-${i}`,
    data: pack instanceof Uint8Array ? pack : encodePack(pack),
  }));
  const options = {
    archiveBucket: 'archive',
    failuresBucket: 'failures',
    sourcesTable: 'sources',
    controlTable: 'control',
  };
  return archiveRecords(
    {
      archive: makeS3Archive(cloud.s3, cloud.dynamo, options),
      tenants: { get: async (tenantId) => buildTenant(tenantId, { archive_schema }) },
      noteKinds: async () => {},
      noteFields: async () => {},
      warn: () => {},
    },
    records,
  );
};

const pack = (tenant: string, events: number, given: Partial<EventPack> = {}) =>
  buildEventPack(tenant, { events: Array.from({ length: events }, () => buildEvent(tenant)), ...given });

const stored = ({ objects, rows }: MemoryCloud) => ({
  objects: Object.fromEntries([...objects].sort()),
  rows: Object.fromEntries([...rows].sort()),
});
const counted = (cloud: MemoryCloud, tenant: string, source: string) =>
  cloud.rows.get(`sources|tenant#${tenant}|health#${source}`)?.events;
const archived = (cloud: MemoryCloud) =>
  [...cloud.objects]
    .filter(([key]) => key.startsWith('archive/'))
    .flatMap(([, text]) => text.trimEnd().split('\n'));

const batch = [
  pack('acme', 3),
  pack('acme', 4),
  pack('acme', 5, { source_id: 'source-2' }),
  pack('globex', 2),
  Buffer.from('{"v":1}'),
];

describe('archive', () => {
  test('keeps the marked event of a validation without counting it, and notes nothing of it', async () => {
    const cloud = makeMemoryCloud();
    const attributes = { ...buildEvent('acme').attributes, 'related.user': ['gatehouse-validation-1a'] };
    await archive(cloud, [buildEventPack('acme', { events: [buildEvent('acme', { attributes })] })]);
    expect(archived(cloud)).toHaveLength(1);
    expect(counted(cloud, 'acme', 'source-1')).toBeUndefined();
  });

  test('does its work: one object a pack, each event counted on its source', async () => {
    const cloud = makeMemoryCloud();
    expect(await archive(cloud, batch)).toBe(14);
    expect(archived(cloud)).toHaveLength(14);
    expect([
      counted(cloud, 'acme', 'source-1'),
      counted(cloud, 'acme', 'source-2'),
      counted(cloud, 'globex', 'source-1'),
    ]).toEqual([7, 5, 2]);
    const [first] = batch as EventPack[];
    const key = `archive/acme/2026/11/22/10/${first?.pack_id}.json.gz`;
    expect(
      cloud.objects
        .get(key)
        ?.trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(first?.events);
    expect(cloud.objects.has('failures/_unreadable/events/seq-4')).toBe(true);
  });

  test('given the same batch twice, or a pack twice in one batch, stores and counts it once', async () => {
    const cloud = makeMemoryCloud();
    await archive(cloud, [...batch, ...batch.slice(0, 4)]);
    const once = structuredClone(stored(cloud));
    await archive(cloud, batch);
    const calm = makeMemoryCloud();
    await archive(calm, batch);
    expect(stored(cloud)).toEqual(once);
    expect(stored(cloud)).toEqual(stored(calm));
  });

  test('killed before or after any write stores and counts the same in the end', async () => {
    await expectSameWhereverKilled((cloud) => archive(cloud, batch), stored);
  });

  test('keeps the tenant’s own schema beside the canonical events, which stay as they are', async () => {
    const cloud = makeMemoryCloud();
    await archive(cloud, batch, 'ocsf');
    const plain = makeMemoryCloud();
    await archive(plain, batch);
    const [first] = batch as EventPack[];
    const copy = cloud.objects.get(`archive/acme/_ocsf/2026/11/22/10/${first?.pack_id}.json.gz`);
    const lines = copy
      ?.trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([{ class_uid: 3002 }, { class_uid: 3002 }, { class_uid: 3002 }]);
    const canonical = [...cloud.objects].filter(([key]) => !key.includes('/_ocsf/'));
    expect(Object.fromEntries(canonical)).toEqual(Object.fromEntries(plain.objects));
    await expectSameWhereverKilled((killed) => archive(killed, batch, 'ocsf'), stored);
  });

  test.each(['in the same batch', 'in the next batch'])(
    'takes a resend of another hour %s once',
    async (when) => {
      const cloud = makeMemoryCloud();
      const sent = pack('acme', 3, { received_at: '2026-11-22T10:59:59.900Z' });
      const resent = { ...sent, received_at: '2026-11-22T11:00:00.100Z' };
      if (when === 'in the same batch') await archive(cloud, [sent, resent]);
      else {
        await archive(cloud, [sent]);
        await archive(cloud, [resent]);
      }
      expect(archived(cloud)).toHaveLength(3);
      expect(counted(cloud, 'acme', 'source-1')).toBe(3);
    },
  );

  test('two tenants with one pack id are counted apart', async () => {
    const cloud = makeMemoryCloud();
    const mine = pack('acme', 3);
    await archive(cloud, [mine, pack('globex', 2, { pack_id: mine.pack_id })]);
    expect([counted(cloud, 'acme', 'source-1'), counted(cloud, 'globex', 'source-1')]).toEqual([3, 2]);
    expect(archived(cloud)).toHaveLength(5);
  });

  test('with one poison record among 500 archives the other 499', async () => {
    const many: (EventPack | Uint8Array)[] = Array.from({ length: 500 }, () => pack('acme', 1));
    many[77] = Buffer.from([0x1f, 0x8b, 0x00]);
    const cloud = makeMemoryCloud();
    expect(await archive(cloud, many)).toBe(499);
    expect(counted(cloud, 'acme', 'source-1')).toBe(499);
    expect([...cloud.objects.keys()].filter((key) => key.startsWith('failures/'))).toEqual([
      'failures/_unreadable/events/seq-77',
    ]);
  });
});

test('a function that was not given a bucket fails loudly', async () => {
  const cloud = makeMemoryCloud();
  const bare = makeS3Archive(cloud.s3, cloud.dynamo, {});
  await expect(bare.failUnreadable('raw', '1', new Uint8Array(), 'x')).rejects.toThrow('not given a bucket');
});
