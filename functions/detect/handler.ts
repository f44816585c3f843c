import { readFileSync } from 'node:fs';
import type { KinesisStreamBatchResponse, KinesisStreamEvent } from 'aws-lambda';
import { dynamo, s3 } from '#shared/aws/clients.ts';
import { makeDynamoAlertStore } from '#shared/aws/dynamo-alert-store.ts';
import { makeDynamoContentStore } from '#shared/aws/dynamo-content-store.ts';
import { makeDynamoIndicatorStore } from '#shared/aws/dynamo-indicator-store.ts';
import { makeDynamoWindowStore } from '#shared/aws/dynamo-window-store.ts';
import { readEnvironment } from '#shared/aws/environment.ts';
import { makeLogger } from '#shared/aws/logger.ts';
import { makeS3Archive } from '#shared/aws/s3-archive.ts';
import { kinesisRecords } from '#shared/aws/stream-event.ts';
import { loadSavedRuleset } from '#shared/detect/saved-ruleset.ts';
import { once } from '#shared/once.ts';
import { type DetectRecordsPorts, detectRecords } from '#shared/pipeline/detect-records.ts';
import { rememberIndicators } from '#shared/pipeline/remember-indicators.ts';
import { rememberRulesOff } from '#shared/pipeline/remember-rules-off.ts';
import { sleep } from '#shared/sleep.ts';

const logger = makeLogger('detect');

const ports = once((): DetectRecordsPorts => {
  const env = readEnvironment(
    process.env,
    'WINDOWS_TABLE',
    'ALERTS_TABLE',
    'CONTENT_TABLE',
    'AUDIT_TABLE',
    'FAILURES_BUCKET',
  );
  return {
    windows: makeDynamoWindowStore(dynamo(), { windowsTable: env.WINDOWS_TABLE }),
    alerts: makeDynamoAlertStore(dynamo(), { alertsTable: env.ALERTS_TABLE }),
    archive: makeS3Archive(s3(), dynamo(), { failuresBucket: env.FAILURES_BUCKET }),
    rulesOff: rememberRulesOff(
      makeDynamoContentStore(dynamo(), { contentTable: env.CONTENT_TABLE, auditTable: env.AUDIT_TABLE }),
    ),
    indicators: rememberIndicators(makeDynamoIndicatorStore(dynamo(), { contentTable: env.CONTENT_TABLE })),
    sleep,
  };
});

/** The compiled ruleset that the build puts beside the bundle, with its index. */
const ruleset = once(() => loadSavedRuleset(readFileSync(new URL('./rules.bin', import.meta.url))));

/** A batch is done or comes again as a whole (a throw): windows and alerts are the same however often it does. */
export async function handler(event: KinesisStreamEvent): Promise<KinesisStreamBatchResponse> {
  const outcome = await detectRecords(ports(), ruleset(), kinesisRecords(event), new Date());
  if (outcome.truncated > 0) logger.warn('windows hold less than what happened', outcome);
  else logger.info('detected', outcome);
  return { batchItemFailures: [] };
}
