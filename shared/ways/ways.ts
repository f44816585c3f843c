import { elasticBulk } from '#shared/ways/elastic-bulk.ts';
import { elasticSetup } from '#shared/ways/elastic-setup.ts';
import { firehose } from '#shared/ways/firehose.ts';
import { otlpLogs } from '#shared/ways/otlp-logs.ts';
import { rawWebhook } from '#shared/ways/raw-webhook.ts';
import { s3Notices } from '#shared/ways/s3-notices.ts';
import { splunkHec } from '#shared/ways/splunk-hec.ts';
import type { Way } from '#shared/ways/way.ts';

/** The family. API Gateway's resources are made from it (`infra/constructs/ingest-api.ts`). */
export const ways: readonly Way[] = [
  splunkHec,
  otlpLogs,
  elasticBulk,
  elasticSetup,
  rawWebhook,
  firehose,
  s3Notices,
];
