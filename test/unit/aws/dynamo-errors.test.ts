import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { documentClient } from '#shared/aws/clients.ts';
import { answered, conditionFailure, type TransactStep, transact } from '#shared/aws/dynamo-errors.ts';
import { DomainError } from '#shared/errors.ts';
import { rejection } from '../../support/rejection.ts';

const client = documentClient(new DynamoDBClient({ region: 'eu-west-1' }));
const dynamo = mockClient(client);
beforeEach(() => dynamo.reset());

const step = (name: string): TransactStep => ({
  item: { Put: { TableName: 'table', Item: { pk: name } } },
  refuse: (stored) => new DomainError('conflict', name, { stored }),
});
const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({
    message: 'cancelled',
    $metadata: { httpStatusCode: 400 },
    CancellationReasons: codes.map((Code) => ({ Code, Message: Code })),
  });
const named = (name: string, httpStatusCode = 400) =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });

/** A retry that notes its waits instead of waiting. */
const patient = (attempts: number) => {
  const waits: number[] = [];
  return {
    waits,
    retry: {
      attempts,
      random: () => 1,
      wait: async (ms: number) => {
        waits.push(ms);
      },
    },
  };
};

describe('a transaction', () => {
  it('ends with the refusal of the step whose condition failed, and with the row in its way', async () => {
    const error = cancelled('None', 'ConditionalCheckFailed');
    error.CancellationReasons = [
      { Code: 'None' },
      { Code: 'ConditionalCheckFailed', Item: { version: { N: '7' } } },
    ];
    dynamo.on(TransactWriteCommand).rejects(error);
    const refused = await rejection(transact(client, [step('first'), step('second')]));
    expect([refused.message, refused.details]).toEqual(['second', { stored: { version: 7 } }]);
    expect(dynamo.calls()).toHaveLength(1);
  });

  it('ends with the first refusal in order when several conditions failed', async () => {
    dynamo.on(TransactWriteCommand).rejects(cancelled('ConditionalCheckFailed', 'ConditionalCheckFailed'));
    const refused = await rejection(transact(client, [step('first'), step('second')]));
    expect([refused.message, refused.details]).toEqual(['first', { stored: undefined }]);
  });

  it.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])(
    'is tried again after %s, with growing waits, until it goes through',
    async (reason) => {
      dynamo
        .on(TransactWriteCommand)
        .rejectsOnce(cancelled('None', reason))
        .rejectsOnce(cancelled(reason))
        .resolves({});
      const { retry, waits } = patient(5);
      await transact(client, [step('first'), step('second')], retry);
      expect(waits).toEqual([20, 40]);
    },
  );

  it('is unavailable when conflicts do not end', async () => {
    dynamo.on(TransactWriteCommand).rejects(cancelled('TransactionConflict'));
    const { retry, waits } = patient(8);
    expect((await rejection(transact(client, [step('first')], retry))).code).toBe('unavailable');
    expect(dynamo.calls()).toHaveLength(8);
    expect(waits).toEqual([20, 40, 80, 160, 320, 640, 640]);
  });

  it('is unavailable when the database is throttled or down, after the SDK’s own retries', async () => {
    for (const error of [named('ThrottlingException'), named('AnyName', 503), named('TimeoutError')]) {
      dynamo.reset();
      dynamo.on(TransactWriteCommand).rejects(error);
      expect((await rejection(transact(client, [step('first')]))).code).toBe('unavailable');
    }
  });

  it('passes on what is a mistake of ours', async () => {
    for (const error of [named('ValidationException'), cancelled('ValidationError')]) {
      dynamo.reset();
      dynamo.on(TransactWriteCommand).rejects(error);
      await expect(transact(client, [step('first')])).rejects.toBe(error);
      expect(dynamo.calls()).toHaveLength(1);
    }
  });
});

describe('a single call', () => {
  it('is unavailable under overload and otherwise ends as it ended', async () => {
    expect(await answered(Promise.resolve(3))).toBe(3);
    const denied = named('AccessDeniedException');
    await expect(answered(Promise.reject(denied))).rejects.toBe(denied);
    const throttled = Promise.reject(named('ProvisionedThroughputExceededException'));
    expect((await rejection(answered(throttled))).code).toBe('unavailable');
    const refused = Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
    expect((await rejection(answered(refused))).code).toBe('unavailable');
  });

  it('tells the row that made its condition fail, and an absent row from another error', () => {
    const base = { message: 'failed', $metadata: {} };
    const withRow = new ConditionalCheckFailedException({ ...base, Item: { pk: { S: 'a' }, n: { N: '1' } } });
    expect(conditionFailure(withRow)).toEqual({ pk: 'a', n: 1 });
    expect(conditionFailure(new ConditionalCheckFailedException(base))).toBe('absent');
    expect(conditionFailure(new Error('other'))).toBeNull();
  });
});
