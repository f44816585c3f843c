import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, type DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { controlPk, faultSk, healthSk, hourSk, sourcesPk } from '#shared/aws/names.ts';
import type { TenantId } from '#shared/ids.ts';
import { sleep } from '#shared/sleep.ts';

/** How long a pack is remembered as counted: the longest a Kinesis record or a sender's resend may come again. */
const LEDGER_SECONDS = 7 * 24 * 3600;

/** How long a source's hours are kept: its usual rate is that of the last weeks. */
export const HOUR_SECONDS = 35 * 24 * 3600;

/** DynamoDB transactions take 100 items; three are the rows of health, hour and kind of failure. */
const LEDGER_PER_CALL = 90;
const ATTEMPTS = 8;

/** How long to wait between tries; tests need not. */
export type Patience = { wait(ms: number): Promise<void>; random(): number };

const patience: Patience = { wait: sleep, random: Math.random };

type CountedItem = {
  id: string;
  events: number;
  at: string;
  /** Seconds that its newest event lay behind its receipt. */
  lag?: number;
};

type CountOptions = {
  sourcesTable: string;
  controlTable: string;
  sourceId: string;
  kind: 'pack' | 'failure';
  items: readonly CountedItem[];
  reason: string | null;
};

/**
 * Adds items to a source's health, and to its count of the hour in which they were received, exactly once each: one
 * transaction marks them in the ledger and adds them to the counters, and items that are marked already are left out.
 */
export async function countOnce(
  client: DynamoDBDocumentClient,
  tenantId: TenantId,
  options: CountOptions,
  { wait, random }: Patience = patience,
): Promise<void> {
  const unique = [...new Map(options.items.map((item) => [item.id, item])).values()];
  for (const group of Map.groupBy(unique, hourOf).values()) {
    for (let i = 0; i < group.length; i += LEDGER_PER_CALL) {
      await countChunk(client, tenantId, options, group.slice(i, i + LEDGER_PER_CALL), { wait, random });
    }
  }
}

/** `yyyy-mm-ddThh` in UTC. */
export const hourOf = ({ at }: Pick<CountedItem, 'at'>): string => new Date(at).toISOString().slice(0, 13);

/** Which of the ids are not in the ledger; a page that DynamoDB did not read counts as not there, which is safe. */
export async function notYetCounted(
  client: DynamoDBDocumentClient,
  tenantId: TenantId,
  controlTable: string,
  ids: readonly string[],
): Promise<Set<string>> {
  const left = new Set(ids);
  const all = [...left];
  for (let i = 0; i < all.length; i += 100) {
    const Keys = all.slice(i, i + 100).map((id) => ({ pk: controlPk(tenantId, 'pack', id) }));
    const answer = await client.send(new BatchGetCommand({ RequestItems: { [controlTable]: { Keys } } }));
    const found = new Set(answer.Responses?.[controlTable]?.map(({ pk }) => pk));
    for (const id of all.slice(i, i + 100)) if (found.has(controlPk(tenantId, 'pack', id))) left.delete(id);
  }
  return left;
}

async function countChunk(
  client: DynamoDBDocumentClient,
  tenantId: TenantId,
  options: CountOptions,
  items: readonly CountedItem[],
  { wait, random }: Patience,
): Promise<void> {
  let left = items;
  for (let attempt = 0; left.length > 0; attempt++) {
    try {
      await client.send(transaction(tenantId, options, left));
      return;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException) || attempt >= ATTEMPTS) throw error;
      const reasons = error.CancellationReasons ?? [];
      left = left.filter((_, i) => reasons[i]?.Code !== 'ConditionalCheckFailed');
      const contended = reasons.some(
        (reason) => reason.Code !== 'ConditionalCheckFailed' && reason.Code !== 'None',
      );
      if (contended) await wait(20 * 2 ** attempt * (0.5 + random()));
    }
  }
}

function transaction(
  tenantId: TenantId,
  options: CountOptions,
  items: readonly CountedItem[],
): TransactWriteCommand {
  const newest = [...items].sort((a, b) => a.at.localeCompare(b.at)).at(-1);
  const latest = newest?.at ?? '';
  const lag = newest?.lag;
  const marks = items.map(({ id, at }) => ({
    Put: {
      TableName: options.controlTable,
      Item: {
        pk: controlPk(tenantId, options.kind, id),
        expires_at: Math.floor(Date.parse(at) / 1000) + LEDGER_SECONDS,
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  }));
  const failure = options.kind === 'failure';
  const total = items.reduce((sum, { events }) => sum + events, 0);
  const hour = items[0] === undefined ? '' : hourOf(items[0]);
  const hourly = {
    Update: {
      TableName: options.sourcesTable,
      Key: { pk: sourcesPk(tenantId), sk: hourSk(options.sourceId, hour) },
      UpdateExpression: 'ADD #counter :n SET expires_at = :expires',
      ExpressionAttributeNames: { '#counter': failure ? 'failed' : 'events' },
      ExpressionAttributeValues: {
        ':n': total,
        ':expires': Math.floor(Date.parse(latest) / 1000) + HOUR_SECONDS,
      },
    },
  };
  const health = {
    Update: {
      TableName: options.sourcesTable,
      Key: { pk: sourcesPk(tenantId), sk: healthSk(options.sourceId) },
      UpdateExpression: failure
        ? 'ADD failed :n SET last_failure_at = :at, last_failure_reason = :reason'
        : `ADD events :n SET last_event_at = :at${lag === undefined ? '' : ', lag_seconds = :lag'}`,
      ExpressionAttributeValues: {
        ':n': total,
        ':at': latest,
        ...(failure ? { ':reason': options.reason ?? 'unknown' } : {}),
        ...(failure || lag === undefined ? {} : { ':lag': lag }),
      },
    },
  };
  const faults = failure ? [faultOf(tenantId, options, total, latest)] : [];
  return new TransactWriteCommand({ TransactItems: [...marks, ...faults, health, hourly] });
}

/** Texts in quotes, numbers and what follows a colon's JSON differ from event to event; without them like meets like. */
export function kindOfReason(reason: string): string {
  const plain = reason
    .replaceAll(/"[^"]*"?|'[^']*'|`[^`]*`/g, '…')
    .replaceAll(/\d+/g, '#')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return plain === '' ? 'unknown' : plain.slice(0, 160).toWellFormed();
}

/** Failures of one kind; a kind that no longer comes goes with the hours. */
function faultOf(tenantId: TenantId, options: CountOptions, failed: number, at: string) {
  const reason = kindOfReason(options.reason ?? '');
  return {
    Update: {
      TableName: options.sourcesTable,
      Key: { pk: sourcesPk(tenantId), sk: faultSk(options.sourceId, reason) },
      UpdateExpression: 'ADD failed :n SET reason = :reason, last_at = :at, expires_at = :expires',
      ExpressionAttributeValues: {
        ':n': failed,
        ':reason': reason,
        ':at': at,
        ':expires': Math.floor(Date.parse(at) / 1000) + HOUR_SECONDS,
      },
    },
  };
}
