import type { KinesisStreamBatchResponse, KinesisStreamEvent } from 'aws-lambda';
import { dynamo, s3 } from '#shared/aws/clients.ts';
import { readEnvironment } from '#shared/aws/environment.ts';
import { makeLogger } from '#shared/aws/logger.ts';
import { makeS3Archive } from '#shared/aws/s3-archive.ts';
import { kinesisRecords } from '#shared/aws/stream-event.ts';
import { once } from '#shared/once.ts';
import { archiveRecords } from '#shared/pipeline/archive-records.ts';

const logger = makeLogger('archive');

const archive = once(() => {
  const env = readEnvironment(
    process.env,
    'ARCHIVE_BUCKET',
    'FAILURES_BUCKET',
    'SOURCES_TABLE',
    'CONTROL_TABLE',
  );
  return makeS3Archive(s3(), dynamo(), {
    archiveBucket: env.ARCHIVE_BUCKET,
    failuresBucket: env.FAILURES_BUCKET,
    sourcesTable: env.SOURCES_TABLE,
    controlTable: env.CONTROL_TABLE,
  });
});

/** A batch is done or comes again as a whole: a pack that is archived and counted already is left out. */
export async function handler(event: KinesisStreamEvent): Promise<KinesisStreamBatchResponse> {
  const events = await archiveRecords(archive(), kinesisRecords(event));
  logger.info('archived', { records: event.Records.length, events });
  return { batchItemFailures: [] };
}
