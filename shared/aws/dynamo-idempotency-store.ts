import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { answered, conditionFailure, tookEffect } from '#shared/aws/dynamo-errors.ts';
import { idempotencyPk } from '#shared/aws/names.ts';
import type { IdempotencyStore } from '#shared/ports/idempotency-store.ts';

/** A key's answer can be had again for a day. */
const KEEP_SECONDS = 24 * 3_600;
/** A request that died holds its key this long; an API request lives at most 30 s (API Gateway's integration timeout). */
const LOCK_SECONDS = 60;
/** DynamoDB items are at most 400 KB. */
const MAX_BODY_BYTES = 300_000;

const rowSchema = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('running'), request_hash: z.string() }),
  z.object({ phase: z.literal('done'), request_hash: z.string(), status: z.number(), body: z.string() }),
]);

/** One item a key in the control table. It holds the answer as the client got it, so it lives under the tenant's key. */
export function makeDynamoIdempotencyStore(
  client: DynamoDBDocumentClient,
  names: { controlTable: string },
): IdempotencyStore {
  const TableName = names.controlTable;
  return {
    async begin(tenantId, key, requestHash, now) {
      const seconds = Math.floor(now.getTime() / 1_000);
      const command = new PutCommand({
        TableName,
        Item: {
          pk: idempotencyPk(tenantId, key),
          phase: 'running',
          request_hash: requestHash,
          locked_until: seconds + LOCK_SECONDS,
          expires_at: seconds + KEEP_SECONDS,
        },
        // DynamoDB deletes expired items hours late, so the condition looks at the time itself.
        ConditionExpression:
          'attribute_not_exists(pk) OR expires_at <= :now ' +
          'OR (phase = :running AND locked_until <= :now AND request_hash = :hash)',
        ExpressionAttributeValues: { ':now': seconds, ':running': 'running', ':hash': requestHash },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      try {
        await answered(client.send(command));
        return { state: 'fresh' };
      } catch (error) {
        const stored = conditionFailure(error);
        if (stored === null || stored === 'absent') throw error;
        const row = rowSchema.parse(stored);
        if (row.request_hash !== requestHash) return { state: 'mismatch' };
        if (row.phase === 'running') return { state: 'running' };
        return { state: 'replay', answer: { status: row.status, body: JSON.parse(row.body) } };
      }
    },

    /** @throws RangeError for an answer above 300 KB: no route that honours `Idempotency-Key` may answer that much. */
    async complete(tenantId, key, answer, now) {
      // `null` stands for "no body" (204), which JSON has no word for.
      const body = JSON.stringify(answer.body ?? null);
      if (Buffer.byteLength(body) > MAX_BODY_BYTES) {
        throw new RangeError(
          `An answer of ${Buffer.byteLength(body)} bytes is too large to be kept for its key.`,
        );
      }
      const command = new UpdateCommand({
        TableName,
        Key: { pk: idempotencyPk(tenantId, key) },
        UpdateExpression: 'SET phase = :done, #status = :status, body = :body, expires_at = :expires',
        ConditionExpression: 'phase = :running',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':done': 'done',
          ':running': 'running',
          ':status': answer.status,
          ':body': body,
          ':expires': Math.floor(now.getTime() / 1_000) + KEEP_SECONDS,
        },
      });
      await finish(client.send(command));
    },

    async release(tenantId, key) {
      const command = new DeleteCommand({
        TableName,
        Key: { pk: idempotencyPk(tenantId, key) },
        ConditionExpression: 'phase = :running',
        ExpressionAttributeValues: { ':running': 'running' },
      });
      await finish(client.send(command));
    },
  };
}

/** A key that is not held any more (done, freed, or taken over and done by a second try) is left as it is. */
async function finish(call: Promise<unknown>): Promise<void> {
  await tookEffect(call);
}
