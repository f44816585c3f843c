import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { documentClient } from '#shared/aws/clients.ts';
import { queryPage } from '#shared/aws/query-page.ts';
import { rejection } from '../../support/rejection.ts';

const client = documentClient(new DynamoDBClient({ region: 'eu-west-1' }));
const dynamo = mockClient(client);
beforeEach(() => dynamo.reset());

const ask = (position: string | null, filtered = true) =>
  queryPage(client, {
    query: { TableName: 'table', ...(filtered ? { FilterExpression: 'a = :a' } : {}) },
    page: { limit: 2, position },
    fixedKey: { pk: 'acme' },
    sortKey: ['sk'],
    read: (row) => row.sk,
  });
const startKeys = () => dynamo.commandCalls(QueryCommand).map((call) => call.args[0].input.ExclusiveStartKey);

describe('a page of a query', () => {
  it('goes on under a filter that lets nothing through, but only ten calls far, and can be continued', async () => {
    dynamo.on(QueryCommand).resolves({ Items: [], LastEvaluatedKey: { pk: 'acme', sk: 's9' } });
    const page = await ask(null);
    expect(page.items).toEqual([]);
    expect(dynamo.calls()).toHaveLength(10);
    dynamo.reset();
    dynamo.on(QueryCommand).resolves({ Items: [{ sk: 's10' }] });
    expect(await ask(page.next)).toEqual({ items: ['s10'], next: null });
    expect(startKeys()).toEqual([{ pk: 'acme', sk: 's9' }]);
  });

  it('is filled up over calls that a megabyte cut short', async () => {
    const last = (sk: string) => ({ Items: [{ sk }], LastEvaluatedKey: { pk: 'acme', sk } });
    dynamo
      .on(QueryCommand)
      .resolvesOnce(last('s1'))
      .resolvesOnce(last('s2'))
      .resolves({ Items: [{ sk: 's3' }] });
    const page = await ask(null, false);
    expect(page.items).toEqual(['s1', 's2']);
    dynamo.reset();
    dynamo.on(QueryCommand).resolves({ Items: [] });
    await ask(page.next);
    expect(startKeys()).toEqual([{ pk: 'acme', sk: 's2' }]);
  });

  it('starts nowhere but in the fixed part of its own query', async () => {
    dynamo.on(QueryCommand).resolves({ Items: [] });
    await ask(Buffer.from('["s5"]').toString('base64url'));
    expect(startKeys()).toEqual([{ pk: 'acme', sk: 's5' }]);
    for (const forged of [
      '',
      '%',
      'bm90IGpzb24',
      ...['[]', '["a","b"]', '{"pk":"globex"}', '[1]'].map((text) => Buffer.from(text).toString('base64url')),
    ]) {
      expect((await rejection(ask(forged))).code).toBe('invalid_request');
    }
  });
});
