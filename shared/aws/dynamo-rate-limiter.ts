import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { conditionFailure, isPassing } from '#shared/aws/dynamo-errors.ts';
import { controlPk } from '#shared/aws/names.ts';
import type { RateLimiter } from '#shared/ports/rate-limiter.ts';

/** Seconds that a full allowance's row is kept; a missing row means the same as a full allowance. */
const KEEP_SECONDS = 3_600;

const MICRO = 1_000;
const milliseconds = (value: number): number => Math.round(value * MICRO) / MICRO;

/**
 * Generic cell rate algorithm (GCRA; ITU-T I.371, virtual scheduling) in one item per tenant and allowance. The item
 * holds one number, `tat`, the "theoretical arrival time" in milliseconds: when the allowance would be full again. With
 *
 *     inc   = cost × 1000 / perSecond         what this request costs, in milliseconds
 *     burst = burstSeconds × 1000             how far `tat` may run ahead of now
 *
 * a request is allowed when `max(tat, now) + inc − now ≤ burst`, or when the allowance is full (`tat ≤ now`, whatever
 * the cost), and `tat` becomes `max(tat, now) + inc`. Both branches are single conditional updates, so the decision is
 * atomic: any number of concurrent requests gets exactly what the allowance holds, in one to three calls.
 *
 * Fails open: where the table itself is throttled (one item takes about 1,000 writes a second) or does not answer, the
 * request is allowed and `warn` is told. Taking in a customer's events matters more than an exact limit, and the streams
 * behind it have limits of their own.
 */
export function makeDynamoRateLimiter(
  client: DynamoDBDocumentClient,
  options: {
    controlTable: string;
    warn: (message: string, details: Readonly<Record<string, unknown>>) => void;
  },
): RateLimiter {
  /** Writes `tat` when the condition holds; otherwise gives the `tat` in the way, `null` where there is no row. */
  async function write(
    pk: string,
    update: { expression: string; condition: string; values: Record<string, number>; expiresAt: number },
  ): Promise<{ done: true } | { done: false; tat: number | null }> {
    const command = new UpdateCommand({
      TableName: options.controlTable,
      Key: { pk },
      UpdateExpression: `SET tat = ${update.expression}, expires_at = :expires`,
      ConditionExpression: update.condition,
      ExpressionAttributeValues: { ...update.values, ':expires': update.expiresAt },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    try {
      await client.send(command);
      return { done: true };
    } catch (error) {
      const stored = conditionFailure(error);
      if (stored === null) throw error;
      return { done: false, tat: stored === 'absent' ? null : Number(stored.tat) };
    }
  }

  return {
    async take(tenantId, name, cost, limit, now) {
      const pk = controlPk(tenantId, 'limit', name);
      const at = now.getTime();
      const inc = milliseconds((cost * 1_000) / limit.perSecond);
      const burst = limit.burstSeconds * 1_000;
      const expiresAt = Math.ceil((at + burst + inc) / 1_000) + KEEP_SECONDS;
      /** The allowance is in use and has room: only then does `tat` grow from where it is. */
      const grow = {
        expression: 'tat + :inc',
        condition: 'tat > :now AND tat <= :latest',
        values: { ':inc': inc, ':now': at, ':latest': milliseconds(at + burst - inc) },
        expiresAt,
      };
      /** The allowance is full. */
      const start = {
        expression: ':next',
        condition: 'attribute_not_exists(tat) OR tat <= :now',
        values: { ':now': at, ':next': milliseconds(at + inc) },
        expiresAt,
      };
      const deny = (tat: number) => ({
        allowed: false as const,
        // Waiting until there is room; a cost above the whole burst has to wait until the allowance is full.
        retryAfterSeconds: Math.max(1, Math.ceil((tat - at - Math.max(0, burst - inc)) / 1_000)),
      });
      try {
        const first = await write(pk, grow);
        if (first.done) return { allowed: true };
        if (first.tat !== null && first.tat > at) return deny(first.tat);
        const second = await write(pk, start);
        if (second.done) return { allowed: true };
        // Another request began to use the full allowance in between; what it left may still be enough.
        const third = await write(pk, grow);
        return third.done ? { allowed: true } : deny(third.tat ?? at);
      } catch (error) {
        if (!isPassing(error)) throw error;
        options.warn('The rate limiter failed open: its table does not answer.', {
          tenant_id: tenantId,
          limit: name,
        });
        return { allowed: true };
      }
    },
  };
}
