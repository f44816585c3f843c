import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type BatchGetCommandOutput,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import { answered, type Row, unavailable } from '#shared/aws/dynamo-errors.ts';

type KeysOfTable = NonNullable<BatchGetCommandInput['RequestItems']>[string];

/** How often keys that were left unprocessed are asked for, and the milliseconds by whose doubling it waits before that. */
export type Persistence = { attempts: number; firstWaitMs: number; sleep: (ms: number) => Promise<void> };

/**
 * Reads one table's rows by their keys, at most 100 (DynamoDB API reference, BatchGetItem), which answers what it
 * manages to and leaves the rest to be asked for again.
 * @throws DomainError `unavailable` when keys stay unprocessed (throttling).
 */
export async function batchGet(
  client: DynamoDBDocumentClient,
  table: string,
  { Keys = [], ...how }: KeysOfTable,
  { attempts, firstWaitMs, sleep }: Persistence,
): Promise<Row[]> {
  const rows: Row[] = [];
  let left: Row[] = Keys;
  for (let attempt = 0; left.length > 0; attempt++) {
    if (attempt === attempts) throw unavailable();
    if (attempt > 0) await sleep(firstWaitMs * 2 ** attempt);
    const command = new BatchGetCommand({ RequestItems: { [table]: { ...how, Keys: left } } });
    const answer: BatchGetCommandOutput = await answered(client.send(command));
    rows.push(...(answer.Responses?.[table] ?? []));
    left = answer.UnprocessedKeys?.[table]?.Keys ?? [];
  }
  return rows;
}
