import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { readEnvironment } from '#shared/aws/environment.ts';
import { makeLogger } from '#shared/aws/logger.ts';
import { isAmazonDomain } from '#shared/aws/opensearch-client.ts';
import { makeSearchIndex } from '#shared/aws/opensearch-index.ts';
import { readRow } from '#shared/aws/stored-row.ts';
import { readChanges } from '#shared/aws/stream-event.ts';
import { once } from '#shared/once.ts';
import { indexCases } from '#shared/pipeline/index-cases.ts';
import type { IndexPorts } from '#shared/pipeline/write-index.ts';
import { caseSchema } from '#shared/schema/case.ts';
import { sleep } from '#shared/sleep.ts';

const logger = makeLogger('index-cases');

const ports = once((): IndexPorts => {
  const { OPENSEARCH_URL } = readEnvironment(process.env, 'OPENSEARCH_URL');
  return { search: makeSearchIndex({ url: OPENSEARCH_URL, signed: isAmazonDomain(OPENSEARCH_URL) }), sleep };
});

/** A batch is done or comes again as a whole: the index takes no older version. */
export async function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const changes = readChanges(
    event,
    ({ kind, row }) => ({ kind, item: readRow(caseSchema, row, []) }),
    (reason) => logger.error('row skipped', { reason }),
  );
  await indexCases(ports(), changes);
  logger.info('indexed', { changes: changes.length });
  return { batchItemFailures: [] };
}
