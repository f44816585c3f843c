import type { KinesisStreamBatchResponse, KinesisStreamEvent } from 'aws-lambda';
import { dynamo, kinesis, s3 } from '#shared/aws/clients.ts';
import { readEnvironment } from '#shared/aws/environment.ts';
import { makeKinesisStreams } from '#shared/aws/kinesis-streams.ts';
import { makeLogger } from '#shared/aws/logger.ts';
import { readSourceSettings } from '#shared/aws/read-source-settings.ts';
import { makeS3Archive } from '#shared/aws/s3-archive.ts';
import { kinesisRecords } from '#shared/aws/stream-event.ts';
import { once } from '#shared/once.ts';
import { type NormalizePorts, normalizeRecords } from '#shared/pipeline/normalize-records.ts';
import { rememberSettings } from '#shared/pipeline/remember-settings.ts';
import { sleep } from '#shared/sleep.ts';

const logger = makeLogger('normalize');

const ports = once((): NormalizePorts => {
  const env = readEnvironment(
    process.env,
    'EVENTS_STREAM',
    'ARCHIVE_BUCKET',
    'FAILURES_BUCKET',
    'SOURCES_TABLE',
    'CONTROL_TABLE',
    'PARTITION_BUCKETS',
  );
  const table = env.SOURCES_TABLE;
  return {
    settingsOf: rememberSettings((...of) => readSourceSettings(dynamo(), table, ...of), Date.now),
    archive: makeS3Archive(s3(), dynamo(), {
      archiveBucket: env.ARCHIVE_BUCKET,
      failuresBucket: env.FAILURES_BUCKET,
      sourcesTable: env.SOURCES_TABLE,
      controlTable: env.CONTROL_TABLE,
    }),
    streams: makeKinesisStreams(kinesis(), { eventsStream: env.EVENTS_STREAM, sleep, random: Math.random }),
    buckets: env.PARTITION_BUCKETS,
  };
});

/** A batch is done or comes again as a whole (a throw): everything it writes is idempotent, and poison is sidelined. */
export async function handler(event: KinesisStreamEvent): Promise<KinesisStreamBatchResponse> {
  const counts = await normalizeRecords(ports(), kinesisRecords(event));
  logger.info('normalized', counts);
  return { batchItemFailures: [] };
}
