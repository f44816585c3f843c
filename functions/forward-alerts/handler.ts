import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { makeLogger } from '#shared/aws/logger.ts';
import { makeForwardPorts } from '#shared/aws/make-forward-ports.ts';
import { readRow } from '#shared/aws/stored-row.ts';
import { type RowChange, readChanges } from '#shared/aws/stream-event.ts';
import { once } from '#shared/once.ts';
import { type AlertStep, forwardAlerts } from '#shared/pipeline/forward/forward-alerts.ts';
import { alertSchema } from '#shared/schema/alert.ts';

const logger = makeLogger('forward-alerts');
const ports = once(() => makeForwardPorts(process.env, (message, details) => logger.warn(message, details)));

/** A batch is done, or comes again as a whole where what was not sent could not be held either. */
export async function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const steps = readChanges(event, toStep, (reason) => logger.error('row skipped', { reason }));
  const outcome = await forwardAlerts(ports(), steps.flat());
  if (outcome.sent + outcome.held > 0) logger.info('sent on', outcome);
  return { batchItemFailures: [] };
}

function toStep(change: RowChange): AlertStep[] {
  if (change.kind === 'gone') return [];
  const alert = readRow(alertSchema, change.row, ['triaged_at', 'detection_revision', 'expires_at']);
  const before = change.before?.status;
  return [{ alert, before: typeof before === 'string' ? before : null }];
}
