import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { DomainError } from '#shared/errors.ts';
import { sleep } from '#shared/sleep.ts';

export type Row = Record<string, unknown>;

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** One write of a transaction, and what it means when its condition fails; `stored` is the row that was in the way. */
export type TransactStep = { item: TransactItem; refuse: (stored: Row | undefined) => DomainError };

/** TransactWriteItems takes at most 100 actions (DynamoDB quotas, "Transactions"). */
export const MAX_TRANSACTION_STEPS = 100;

export type Retry = { attempts: number; random: () => number; wait: (ms: number) => Promise<void> };

const defaultRetry: Retry = {
  attempts: 10,
  random: Math.random,
  wait: sleep,
};

/** Milliseconds before try `attempt` (from 1): full jitter over a doubling ceiling, 20 ms to 640 ms. */
const backoff = (attempt: number, random: () => number): number =>
  Math.ceil(random() * Math.min(640, 20 * 2 ** (attempt - 1)));

/** Reasons of a cancelled transaction that go away by themselves (API reference, TransactWriteItems). */
const passingReasons = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
  'RequestLimitExceeded',
]);

/** Errors that still stand after the SDK's own retries and that mean "not now". */
const passingErrors = new Set([
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TransactionInProgressException',
  'InternalServerError',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'TimeoutError',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
]);

const field = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? (error as Row)[name] : undefined;

/** Whether a database error is throttling, overload or a lost connection: the same call may succeed later. */
export function isPassing(error: unknown): boolean {
  const metadata = field(error, '$metadata');
  const status = field(metadata, 'httpStatusCode');
  return (
    passingErrors.has(String(field(error, 'name'))) ||
    passingErrors.has(String(field(error, 'code'))) ||
    (typeof status === 'number' && status >= 500)
  );
}

export const unavailable = (): DomainError =>
  new DomainError('unavailable', 'The database is overloaded. Nothing was changed; try again in a moment.');

/**
 * Awaits one database call.
 * @throws DomainError `unavailable` when the database can't answer now; everything else as it came.
 */
export async function answered<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw isPassing(error) ? unavailable() : error;
  }
}

/**
 * The row that made a single write's condition fail (`ReturnValuesOnConditionCheckFailure: 'ALL_OLD'`), `'absent'` when
 * there was none, and `null` when the error is something else.
 */
export function conditionFailure(error: unknown): Row | 'absent' | null {
  if (!(error instanceof ConditionalCheckFailedException)) return null;
  return error.Item === undefined ? 'absent' : unmarshall(error.Item);
}

/**
 * Whether a conditional write took effect; false where what is stored did not meet its condition.
 * @throws DomainError as `answered` does.
 */
export async function tookEffect(call: Promise<unknown>): Promise<boolean> {
  try {
    await answered(call);
    return true;
  } catch (error) {
    if (conditionFailure(error) === null) throw error;
    return false;
  }
}

/**
 * Writes all steps or none. A step whose condition fails becomes its own refusal (the first in order speaks); conflicts
 * with other transactions and throttling are tried again.
 * @throws DomainError of the step's `refuse`, or `unavailable` when conflicts and throttling do not end.
 */
export async function transact(
  client: DynamoDBDocumentClient,
  steps: readonly TransactStep[],
  retry: Retry = defaultRetry,
): Promise<void> {
  const command = { TransactItems: steps.map((step) => step.item) };
  for (let attempt = 1; ; attempt++) {
    try {
      // A new command each time: the SDK gives each its own idempotency token, kept over the SDK's own retries.
      await client.send(new TransactWriteCommand(command));
      return;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw isPassing(error) ? unavailable() : error;
      const reasons = error.CancellationReasons ?? [];
      for (const [index, reason] of reasons.entries()) {
        if (reason.Code !== 'ConditionalCheckFailed') continue;
        throw steps[index]?.refuse(reason.Item === undefined ? undefined : unmarshall(reason.Item)) ?? error;
      }
      if (!reasons.some((reason) => passingReasons.has(reason.Code ?? ''))) throw error;
      if (attempt >= retry.attempts) throw unavailable();
      await retry.wait(backoff(attempt, retry.random));
    }
  }
}

/** What a failed version check means: nothing stored is `not_found`, another version is `version_conflict`. */
export const versionRefusal =
  (noun: string) =>
  (stored: Row | undefined): DomainError =>
    stored === undefined
      ? new DomainError('not_found', `There is no such ${noun}.`)
      : new DomainError(
          'version_conflict',
          `The ${noun} was changed by somebody else. Read it again and repeat the change on its current version.`,
          { current_version: stored.version },
        );
