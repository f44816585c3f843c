import { randomUUID } from 'node:crypto';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll } from 'vitest';
import { makeS3Archive } from '#shared/aws/s3-archive.ts';
import type { Archive } from '#shared/ports/archive.ts';
import { emulatorConfig, scratchTables } from './scratch.ts';

export async function keysOf(s3: S3Client, Bucket: string, Prefix = ''): Promise<string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
  return Contents.flatMap(({ Key }) => (Key === undefined ? [] : [Key]));
}

/** An archive with buckets and tables of a test file's own, there from its first test to its last. */
export function scratchArchive() {
  const scratch = scratchTables('sources', 'control');
  const buckets = { archive: `archive-${randomUUID()}`, failures: `failures-${randomUUID()}` };
  const made = { scratch, buckets } as {
    scratch: typeof scratch;
    buckets: typeof buckets;
    s3: S3Client;
    archive: Archive;
  };
  beforeAll(async () => {
    made.s3 = new S3Client({ ...emulatorConfig(), forcePathStyle: true });
    for (const Bucket of Object.values(buckets)) await made.s3.send(new CreateBucketCommand({ Bucket }));
    made.archive = makeS3Archive(made.s3, scratch.client, {
      archiveBucket: buckets.archive,
      failuresBucket: buckets.failures,
      sourcesTable: scratch.names.sources,
      controlTable: scratch.names.control,
    });
  });
  afterAll(async () => {
    for (const Bucket of Object.values(buckets)) {
      for (const Key of await keysOf(made.s3, Bucket))
        await made.s3.send(new DeleteObjectCommand({ Bucket, Key }));
      await made.s3.send(new DeleteBucketCommand({ Bucket }));
    }
  });
  return made;
}
