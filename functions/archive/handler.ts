import type { KinesisStreamBatchResponse, KinesisStreamEvent } from 'aws-lambda';
import { dynamo, s3 } from '#shared/aws/clients.ts';
import { makeDynamoContentStore } from '#shared/aws/dynamo-content-store.ts';
import { makeDynamoFieldStore } from '#shared/aws/dynamo-field-store.ts';
import { makeDynamoTenantStore } from '#shared/aws/dynamo-tenant-store.ts';
import { readEnvironment } from '#shared/aws/environment.ts';
import { makeLogger } from '#shared/aws/logger.ts';
import { makeS3Archive } from '#shared/aws/s3-archive.ts';
import { kinesisRecords } from '#shared/aws/stream-event.ts';
import { makeFieldNoter } from '#shared/datasources/adaptations/note-fields.ts';
import { once } from '#shared/once.ts';
import { type ArchiveRecordsPorts, archiveRecords } from '#shared/pipeline/archive-records.ts';
import { makeKindNoter } from '#shared/pipeline/note-kinds.ts';

const logger = makeLogger('archive');

const ports = once((): ArchiveRecordsPorts => {
  const env = readEnvironment(
    process.env,
    'ARCHIVE_BUCKET',
    'FAILURES_BUCKET',
    'SOURCES_TABLE',
    'CONTROL_TABLE',
    'CONTENT_TABLE',
    'TENANTS_TABLE',
    'AUDIT_TABLE',
  );
  const content = makeDynamoContentStore(dynamo(), {
    contentTable: env.CONTENT_TABLE,
    auditTable: env.AUDIT_TABLE,
  });
  return {
    archive: makeS3Archive(s3(), dynamo(), {
      archiveBucket: env.ARCHIVE_BUCKET,
      failuresBucket: env.FAILURES_BUCKET,
      sourcesTable: env.SOURCES_TABLE,
      controlTable: env.CONTROL_TABLE,
    }),
    tenants: makeDynamoTenantStore(dynamo(), {
      tenantsTable: env.TENANTS_TABLE,
      auditTable: env.AUDIT_TABLE,
    }),
    noteKinds: makeKindNoter(content),
    noteFields: makeFieldNoter(makeDynamoFieldStore(dynamo(), { sourcesTable: env.SOURCES_TABLE }), Date.now),
    warn: (message, details) => logger.warn(message, details),
  };
});

/** A batch is done or comes again as a whole: a pack that is archived and counted already is left out. */
export async function handler(event: KinesisStreamEvent): Promise<KinesisStreamBatchResponse> {
  const events = await archiveRecords(ports(), kinesisRecords(event));
  logger.info('archived', { records: event.Records.length, events });
  return { batchItemFailures: [] };
}
