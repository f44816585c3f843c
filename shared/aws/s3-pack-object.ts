import { gzipSync } from 'node:zlib';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { archiveKey, translatedKey } from '#shared/aws/names.ts';
import type { TenantId } from '#shared/ids.ts';
import type { ArchiveCopy } from '#shared/ports/archive.ts';
import type { EventPack } from '#shared/schema/pack.ts';

/** Which source a pack is of: events do not say it. */
export const SOURCE_METADATA = 'source';

/** A pack and its translated copy; `unless` names the version (ETag) that a rewritten one must still be. */
export async function putPack(
  s3: S3Client,
  bucket: string,
  tenantId: TenantId,
  { received_at, pack_id, source_id, events }: Omit<EventPack, 'v' | 'tenant_id'>,
  copy: ArchiveCopy | null,
  match: string | null = null,
): Promise<void> {
  await putLines(s3, bucket, archiveKey(tenantId, received_at, pack_id), source_id, events, match);
  if (copy === null) return;
  const key = translatedKey(tenantId, copy.schema, received_at, pack_id);
  await putLines(s3, bucket, key, source_id, events.map(copy.translate), null);
}

async function putLines(
  s3: S3Client,
  bucket: string,
  key: string,
  sourceId: string,
  events: readonly object[],
  match: string | null,
): Promise<void> {
  const lines = events.map((event) => JSON.stringify(event)).join('\n');
  await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: gzipSync(`${lines}\n`),
      ContentType: 'application/x-ndjson',
      ContentEncoding: 'gzip',
      Metadata: { [SOURCE_METADATA]: sourceId },
      ...(match === null ? {} : { IfMatch: match }),
    }),
  );
}
