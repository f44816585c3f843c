import { gzipSync } from 'node:zlib';
import {
  DeleteObjectsCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NotFound,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { countOnce, kindOfReason, notYetCounted } from '#shared/aws/count-once.ts';
import {
  archiveKey,
  archivePrefix,
  failureKey,
  rawTextKey,
  translatedKey,
  translatedPrefix,
  unreadableKey,
} from '#shared/aws/names.ts';
import { readArchive } from '#shared/aws/s3-archive-reader.ts';
import { readPacks, replacePack } from '#shared/aws/s3-archived-packs.ts';
import { putPack } from '#shared/aws/s3-pack-object.ts';
import type { TenantId } from '#shared/ids.ts';
import type { Archive, FailedRecord } from '#shared/ports/archive.ts';
import { eventSchemaSchema } from '#shared/schema/event.ts';
import type { EventPack } from '#shared/schema/pack.ts';

export type ArchiveOptions = {
  archiveBucket?: string;
  failuresBucket?: string;
  sourcesTable?: string;
  controlTable?: string;
};

/** Objects are written before they are counted: a crash in between leaves an object that is written again, the same. */
export function makeS3Archive(
  s3: S3Client,
  dynamo: DynamoDBDocumentClient,
  options: ArchiveOptions,
): Archive {
  const count = (
    tenantId: TenantId,
    sourceId: string,
    kind: 'pack' | 'failure',
    items: Parameters<typeof countOnce>[2]['items'],
    reason: string | null,
  ) =>
    countOnce(dynamo, tenantId, {
      sourcesTable: required(options.sourcesTable),
      controlTable: required(options.controlTable),
      sourceId,
      kind,
      items,
      reason,
    });
  return {
    store: async (tenantId, packs, copy = null) => {
      const ids = packs.map(({ pack_id }) => pack_id);
      const open = await notYetCounted(dynamo, tenantId, required(options.controlTable), ids);
      // One batch may hold a pack and its resend of the next hour, which would be two objects.
      const fresh = packs.filter(({ pack_id }) => open.delete(pack_id));
      await Promise.all(
        fresh.map((pack) => putPack(s3, required(options.archiveBucket), tenantId, pack, copy)),
      );
      for (const [sourceId, group] of bySource(fresh)) {
        const items = group.map((p) => ({
          id: p.pack_id,
          events: p.events.length,
          at: p.received_at,
          lag: lagOf(p),
        }));
        await count(tenantId, sourceId, 'pack', items, null);
      }
    },
    storeUncounted: async (tenantId, packs) => {
      await Promise.all(
        packs.map((pack) => putPack(s3, required(options.archiveBucket), tenantId, pack, null)),
      );
    },
    holds: async (tenantId, packId, at) => {
      const found = await Promise.all(
        packKeys(tenantId, packId, at).map((key) => isThere(s3, required(options.archiveBucket), key)),
      );
      return found.includes(true);
    },
    drop: async (tenantId, packId, at) => {
      const Objects = packKeys(tenantId, packId, at).map((Key) => ({ Key }));
      const Bucket = required(options.archiveBucket);
      await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    },
    fail: async (tenantId, failures) => {
      await Promise.all(failures.map((f) => putFailure(s3, required(options.failuresBucket), tenantId, f)));
      for (const [sourceId, group] of bySource(failures)) {
        for (const kind of Map.groupBy(group, ({ reason }) => kindOfReason(reason)).values()) {
          const items = kind.map((f) => ({ id: f.failure_id, events: 1, at: f.received_at }));
          await count(tenantId, sourceId, 'failure', items, kind.at(-1)?.reason ?? null);
        }
      }
    },
    keepRaw: async (tenantId, eventId, receivedAt, raw) => {
      const Key = rawTextKey(tenantId, receivedAt, eventId);
      await s3.send(
        new PutObjectCommand({
          Bucket: required(options.archiveBucket),
          Key,
          Body: gzipSync(raw),
          ContentType: 'text/plain; charset=utf-8',
          ContentEncoding: 'gzip',
        }),
      );
      return Key;
    },
    failUnreadable: async (stream, sequence, data, reason) => {
      await s3.send(
        new PutObjectCommand({
          Bucket: required(options.failuresBucket),
          Key: unreadableKey(stream, sequence),
          Body: data,
          Metadata: { reason: metadataText(reason) },
        }),
      );
    },
    read: (tenantId, range, page) => readArchive(s3, required(options.archiveBucket), tenantId, range, page),
    readPacks: (tenantId, range, page) =>
      readPacks(s3, required(options.archiveBucket), tenantId, range, page),
    replace: (tenantId, pack, copy = null) =>
      replacePack(s3, required(options.archiveBucket), tenantId, pack, copy),
    dropExpired: (tenantId, before) => dropExpired(s3, required(options.archiveBucket), tenantId, before),
  };
}

/** S3 metadata is ASCII of at most 2 KB, and half a surrogate pair can't be encoded. */
function metadataText(text: string): string {
  return encodeURIComponent(text.slice(0, 200).toWellFormed());
}

function required(value: string | undefined): string {
  if (value === undefined) throw new Error('this function was not given a bucket or table that it writes to');
  return value;
}

/** A pack that is sent at the end of an hour may be received in the next. */
function packKeys(tenantId: TenantId, packId: string, at: string): string[] {
  const next = new Date(Date.parse(at) + 3_600_000).toISOString();
  return [at, next].map((time) => archiveKey(tenantId, time, packId));
}

async function isThere(s3: S3Client, Bucket: string, Key: string): Promise<boolean> {
  try {
    await s3.send(new HeadObjectCommand({ Bucket, Key }));
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}

/** Seconds from the newest event of a pack to its receipt; 0 where a clock runs ahead. */
function lagOf({ events, received_at }: EventPack): number {
  const newest = events.reduce((latest, { timestamp }) => Math.max(latest, Date.parse(timestamp)), 0);
  return Math.max(0, Math.round((Date.parse(received_at) - newest) / 1000));
}

function bySource<T extends { source_id: string }>(items: readonly T[]): Map<string, T[]> {
  return Map.groupBy(items, (item) => item.source_id);
}

async function putFailure(
  s3: S3Client,
  bucket: string,
  tenantId: TenantId,
  failure: FailedRecord,
): Promise<void> {
  await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: failureKey(tenantId, failure.received_at, failure.failure_id),
      Body: JSON.stringify({ tenant_id: tenantId, ...failure }),
      ContentType: 'application/json',
    }),
  );
}

async function dropExpired(s3: S3Client, bucket: string, tenantId: TenantId, before: Date): Promise<number> {
  const at = before.toISOString();
  let dropped = await dropBefore(s3, bucket, archivePrefix(tenantId), archiveKey(tenantId, at, ''));
  for (const schema of eventSchemaSchema.exclude(['canonical']).options) {
    const firstKept = translatedKey(tenantId, schema, at, '');
    dropped += await dropBefore(s3, bucket, translatedPrefix(tenantId, schema), firstKept);
  }
  return dropped;
}

/** Keys sort by hour, so the listing stops at the first one that is kept. */
async function dropBefore(s3: S3Client, bucket: string, prefix: string, firstKept: string): Promise<number> {
  let dropped = 0;
  for (;;) {
    const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
    const expired = (page.Contents ?? []).flatMap(({ Key }) =>
      Key !== undefined && Key < firstKept ? [{ Key }] : [],
    );
    if (expired.length === 0) return dropped;
    const answer = await s3.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: expired, Quiet: true } }),
    );
    const [failed] = answer.Errors ?? [];
    if (failed !== undefined) throw new Error(`an archived object could not be deleted: ${failed.Code}`);
    dropped += expired.length;
  }
}
