import type { KinesisStreamBatchResponse, KinesisStreamEvent } from 'aws-lambda';
import { makeLogger } from '#shared/aws/logger.ts';
import { makeForwardPorts } from '#shared/aws/make-forward-ports.ts';
import { kinesisRecordsByCode } from '#shared/aws/stream-event.ts';
import { once } from '#shared/once.ts';
import { forwardEvents } from '#shared/pipeline/forward/forward-events.ts';

const logger = makeLogger('forward-events');
const ports = once(() => makeForwardPorts(process.env, (message, details) => logger.warn(message, details)));

/**
 * A batch is done, or comes again as a whole where what was not sent could not be held either: then Azure gets events
 * twice, which their `EventId` tells.
 */
export async function handler(event: KinesisStreamEvent): Promise<KinesisStreamBatchResponse> {
  const outcome = await forwardEvents(ports(), kinesisRecordsByCode(event));
  if (outcome.sent + outcome.held > 0) logger.info('sent on', outcome);
  return { batchItemFailures: [] };
}
