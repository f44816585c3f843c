import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { CanonicalEvent } from '#shared/schema/event.ts';

type Facts = { aws: { endpoint: string; region: string }; outputs: Record<string, string> };

export type Archived = { key: string; event: CanonicalEvent };

export function s3Of(stack: Facts): S3Client {
  return new S3Client({
    endpoint: stack.aws.endpoint,
    region: stack.aws.region,
    forcePathStyle: true,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
}

/** Everything that the archive holds of one tenant, read as its owner would. */
export async function archivedEvents(stack: Facts, tenantId: string): Promise<Archived[]> {
  const s3 = s3Of(stack);
  const bucket = stack.outputs.ArchiveBucketName;
  const events: Archived[] = [];
  let token: string | undefined;
  do {
    const page = await s3.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: `${tenantId}/`, ContinuationToken: token }),
    );
    const keys = (page.Contents ?? []).flatMap(({ Key }) => (Key?.endsWith('.json.gz') ? [Key] : []));
    for (let i = 0; i < keys.length; i += 16) {
      const group = await Promise.all(keys.slice(i, i + 16).map((key) => readObject(s3, bucket, key)));
      events.push(...group.flat());
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return events;
}

async function readObject(s3: S3Client, bucket: string | undefined, key: string): Promise<Archived[]> {
  const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const bytes = (await object.Body?.transformToByteArray()) ?? new Uint8Array();
  const text = bytes[0] === 0x1f ? gunzipSync(bytes).toString() : Buffer.from(bytes).toString();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ key, event: JSON.parse(line) as CanonicalEvent }));
}
