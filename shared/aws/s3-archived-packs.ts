import { gunzipSync } from 'node:zlib';
import {
  GetObjectCommand,
  ListObjectsV2Command,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { archiveHourPrefix, archivePrefix } from '#shared/aws/names.ts';
import { putPack, SOURCE_METADATA } from '#shared/aws/s3-pack-object.ts';
import { DomainError } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import type { ArchiveCopy, ArchivedPack, ArchiveRange } from '#shared/ports/archive.ts';
import type { Page, PageRequest } from '#shared/ports/page.ts';
import { canonicalEventSchema } from '#shared/schema/event.ts';

/** Objects that one page may open, whoever's they are, so that it answers in time. */
const MAX_OBJECTS = 200;
/** A pack's object within its tenant's prefix. */
const POSITION = /^\d{4}\/\d\d\/\d\d\/\d\d\/[0-9A-Za-z-]{1,100}\.json\.gz$/;

/** One page of a source's packs by the hour of their receipt; fewer than asked for where others' lie between. */
export async function readPacks(
  s3: S3Client,
  bucket: string,
  tenantId: TenantId,
  { from, to, sourceId }: ArchiveRange & { sourceId: string },
  { limit, position }: PageRequest,
): Promise<Page<ArchivedPack>> {
  const prefix = archivePrefix(tenantId);
  if (position !== null && !POSITION.test(position)) throw misplaced();
  const after = position === null ? archiveHourPrefix(tenantId, from.toISOString()) : `${prefix}${position}`;
  const lastHour = `${archiveHourPrefix(tenantId, to.toISOString())}~`;
  const listed = await s3.send(
    new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, StartAfter: after, MaxKeys: MAX_OBJECTS }),
  );
  const items: ArchivedPack[] = [];
  for (const { Key = '' } of listed.Contents ?? []) {
    if (Key > lastHour) return { items, next: null };
    if (!Key.endsWith('.json.gz')) continue;
    const pack = await readPack(s3, bucket, Key, sourceId);
    const received = pack === null ? Number.NaN : Date.parse(pack.received_at);
    if (pack !== null && received >= from.getTime() && received < to.getTime()) items.push(pack);
    if (items.length >= limit) return { items, next: Key.slice(prefix.length) };
  }
  const last = listed.Contents?.at(-1)?.Key;
  const isEnd = listed.IsTruncated !== true || last === undefined;
  return { items, next: isEnd ? null : placeOf(last, prefix, position) };
}

/** A page may end at a long raw text, which lies beside the packs; the pack before it has the same neighbours after it. */
function placeOf(key: string, prefix: string, before: string | null): string | null {
  const place = key.slice(prefix.length).replace(/\.txt\.gz$/, '.json.gz');
  return POSITION.test(place) ? place : before;
}

/** Null for another source's pack, one without events, and one that the retention deleted since it was listed. */
async function readPack(
  s3: S3Client,
  bucket: string,
  key: string,
  sourceId: string,
): Promise<ArchivedPack | null> {
  try {
    const { Body, Metadata, ETag = '' } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    if (Metadata?.[SOURCE_METADATA] !== sourceId) return null;
    const lines = gunzipSync(bytes).toString('utf8').split('\n');
    const events = lines
      .filter((line) => line !== '')
      .map((line) => canonicalEventSchema.parse(JSON.parse(line)));
    const received_at = events[0]?.attributes['event.ingested'];
    if (typeof received_at !== 'string') return null;
    const pack_id = key.slice(key.lastIndexOf('/') + 1, -'.json.gz'.length);
    return { pack_id, source_id: sourceId, received_at, events, seen: ETag };
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return null;
    throw error;
  }
}

/** False when the pack was changed or deleted since it was read. */
export async function replacePack(
  s3: S3Client,
  bucket: string,
  tenantId: TenantId,
  { seen, ...pack }: ArchivedPack,
  copy: ArchiveCopy | null,
): Promise<boolean> {
  try {
    await putPack(s3, bucket, tenantId, pack, copy, seen);
    return true;
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
    if (status === 404 || status === 409 || status === 412) return false;
    throw error;
  }
}

function misplaced(): DomainError {
  return new DomainError(
    'invalid_request',
    'The cursor does not belong to this list. Start again without a cursor.',
  );
}
