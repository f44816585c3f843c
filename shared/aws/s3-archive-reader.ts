import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { archiveHourPrefix, archivePrefix } from '#shared/aws/names.ts';
import { DomainError } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import type { ArchiveRange } from '#shared/ports/archive.ts';
import type { Page, PageRequest } from '#shared/ports/page.ts';
import { type CanonicalEvent, canonicalEventSchema } from '#shared/schema/event.ts';

/**
 * Characters of canonical events after which a page ends: translated they grow up to threefold, and Lambda answers with
 * 6 MB at most.
 */
const MAX_PAGE = 1_500_000;

/** Objects that one page may open, so that a long range without events in it still answers in time. */
const MAX_OBJECTS = 200;

/** Within the tenant's prefix: the object, and how many of its lines were read. */
const POSITION = /^(\d{4}\/\d\d\/\d\d\/\d\d\/[0-9A-Za-z-]{1,100}\.json\.gz)#(\d{1,7})$/;

/** One page of a tenant's canonical events by the hour of their receipt. Keys are made of the tenant's own prefix. */
export async function readArchive(
  s3: S3Client,
  bucket: string,
  tenantId: TenantId,
  { from, to }: ArchiveRange,
  { limit, position }: PageRequest,
): Promise<Page<CanonicalEvent>> {
  const prefix = archivePrefix(tenantId);
  const items: CanonicalEvent[] = [];
  let size = 0;
  let opened = 0;

  /** Takes an object's events from a line on; tells the position at which the page is full, or null. */
  const take = async (path: string, first: number): Promise<string | null> => {
    const lines = await readLines(s3, bucket, `${prefix}${path}`);
    opened++;
    for (const [index, line] of lines.entries()) {
      if (index < first) continue;
      const event = canonicalEventSchema.parse(JSON.parse(line));
      const received = Date.parse(String(event.attributes['event.ingested'] ?? event.timestamp));
      if (received < from.getTime() || received >= to.getTime()) continue;
      items.push(event);
      size += line.length;
      if (items.length >= limit || size >= MAX_PAGE) return `${path}#${index + 1}`;
    }
    return opened >= MAX_OBJECTS ? `${path}#${lines.length}` : null;
  };

  const [, resumed, done] = position === null ? [] : (POSITION.exec(position) ?? misplaced());
  if (resumed !== undefined) {
    const full = await take(resumed, Number(done));
    if (full !== null) return { items, next: full };
  }
  let after = resumed === undefined ? archiveHourPrefix(tenantId, from.toISOString()) : `${prefix}${resumed}`;
  const lastHour = archiveHourPrefix(tenantId, to.toISOString());
  for (;;) {
    const { Contents = [], IsTruncated } = await s3.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, StartAfter: after, MaxKeys: MAX_OBJECTS }),
    );
    for (const { Key = '' } of Contents) {
      // The hour that the range ends in still belongs to it; `~` sorts after every character of a pack's id.
      if (Key > `${lastHour}~`) return { items, next: null };
      after = Key;
      // Long raw texts lie beside the packs (`rawTextKey`).
      if (!Key.endsWith('.json.gz')) continue;
      const full = await take(Key.slice(prefix.length), 0);
      if (full !== null) return { items, next: full };
    }
    if (IsTruncated !== true || Contents.length === 0) return { items, next: null };
  }
}

function misplaced(): never {
  throw new DomainError(
    'invalid_request',
    'The cursor does not belong to this list. Start again without a cursor.',
  );
}

/** The lines of an object; none of one that the retention deleted since it was listed. */
async function readLines(s3: S3Client, bucket: string, key: string): Promise<string[]> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    const text = gunzipSync(bytes).toString('utf8');
    return text.split('\n').filter((line) => line !== '');
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return [];
    throw error;
  }
}
