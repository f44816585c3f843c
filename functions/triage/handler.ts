import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { dynamo } from '#shared/aws/clients.ts';
import { makeDynamoCaseStore } from '#shared/aws/dynamo-case-store.ts';
import { readEnvironment } from '#shared/aws/environment.ts';
import { makeLogger } from '#shared/aws/logger.ts';
import { isAmazonDomain } from '#shared/aws/opensearch-client.ts';
import { makeSearchIndex } from '#shared/aws/opensearch-index.ts';
import { readRow } from '#shared/aws/stored-row.ts';
import { type RowChange, readChanges } from '#shared/aws/stream-event.ts';
import { once } from '#shared/once.ts';
import { type AlertChange, type TriagePorts, triageAlerts } from '#shared/pipeline/triage-alerts.ts';
import { alertSchema } from '#shared/schema/alert.ts';
import { sleep } from '#shared/sleep.ts';

const logger = makeLogger('triage');

const ports = once((): TriagePorts => {
  const env = readEnvironment(
    process.env,
    'ALERTS_TABLE',
    'CASES_TABLE',
    'TIMELINE_TABLE',
    'AUDIT_TABLE',
    'OPENSEARCH_URL',
  );
  return {
    cases: makeDynamoCaseStore(dynamo(), {
      casesTable: env.CASES_TABLE,
      timelineTable: env.TIMELINE_TABLE,
      alertsTable: env.ALERTS_TABLE,
      auditTable: env.AUDIT_TABLE,
    }),
    search: makeSearchIndex({ url: env.OPENSEARCH_URL, signed: isAmazonDomain(env.OPENSEARCH_URL) }),
    sleep,
    now: () => new Date(),
  };
});

/** A batch is done or comes again as a whole: cases are opened once, the index takes no older version. */
export async function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const changes = readChanges(event, toAlertChange, (reason) => logger.error('row skipped', { reason }));
  await triageAlerts(ports(), changes);
  logger.info('triaged', { changes: changes.length });
  return { batchItemFailures: [] };
}

function toAlertChange({ kind, row }: RowChange): AlertChange {
  const alert = readRow(alertSchema, row, ['triaged_at', 'detection_revision', 'expires_at']);
  return kind === 'gone' ? { kind, alert } : { kind, alert, triaged: row.triaged_at !== undefined };
}
