import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { S3Client } from '@aws-sdk/client-s3';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { makeDynamoAuditStore } from '#shared/aws/dynamo-audit-store.ts';
import { makeDynamoRateLimiter } from '#shared/aws/dynamo-rate-limiter.ts';
import { makeDynamoTenantStore } from '#shared/aws/dynamo-tenant-store.ts';
import type { readEnvironment } from '#shared/aws/environment.ts';
import { makeKinesisStreams } from '#shared/aws/kinesis-streams.ts';
import { makeS3Archive } from '#shared/aws/s3-archive.ts';
import type { TakePorts } from '#shared/pipeline/take-events.ts';
import { sleep } from '#shared/sleep.ts';

/** What of its environment a function that takes events in needs at least. */
export const TAKE_VARIABLES = [
  'TENANTS_TABLE',
  'SOURCES_TABLE',
  'AUDIT_TABLE',
  'CONTROL_TABLE',
  'RAW_STREAM',
  'FAILURES_BUCKET',
  'PARTITION_BUCKETS',
] as const;

/** What every way in hands its events to. */
export function makeTakePorts(
  clients: { dynamo: DynamoDBDocumentClient; kinesis: KinesisClient; s3: S3Client },
  env: ReturnType<typeof readEnvironment<(typeof TAKE_VARIABLES)[number]>>,
  warn: (message: string, details: unknown) => void,
): TakePorts {
  const { dynamo, kinesis, s3 } = clients;
  return {
    tenants: makeDynamoTenantStore(dynamo, { tenantsTable: env.TENANTS_TABLE, auditTable: env.AUDIT_TABLE }),
    limiter: makeDynamoRateLimiter(dynamo, { controlTable: env.CONTROL_TABLE, warn }),
    streams: makeKinesisStreams(kinesis, { rawStream: env.RAW_STREAM, sleep, random: Math.random }),
    audit: makeDynamoAuditStore(dynamo, { auditTable: env.AUDIT_TABLE }),
    archive: makeS3Archive(s3, dynamo, {
      failuresBucket: env.FAILURES_BUCKET,
      sourcesTable: env.SOURCES_TABLE,
      controlTable: env.CONTROL_TABLE,
    }),
    buckets: env.PARTITION_BUCKETS,
  };
}
