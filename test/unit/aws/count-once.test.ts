import {
  DynamoDBClient,
  ProvisionedThroughputExceededException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { countOnce, notYetCounted } from '#shared/aws/count-once.ts';
import { tenantIdSchema } from '#shared/ids.ts';

const acme = tenantIdSchema.parse('acme');
const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-west-1' }));
const mock = mockClient(DynamoDBDocumentClient);
beforeEach(() => mock.reset());

const at = '2026-11-22T10:00:00.000Z';
const items = (count: number, events = 2) =>
  Array.from({ length: count }, (_, i) => ({ id: `p${i}`, events, at }));
type Options = Parameters<typeof countOnce>[2];

async function count(given: Partial<Options> & Pick<Options, 'items'>): Promise<number[]> {
  const waits: number[] = [];
  const tables = { sourcesTable: 'sources', controlTable: 'control' };
  const options: Options = { ...tables, sourceId: 's1', kind: 'pack', reason: null, ...given };
  await countOnce(client, acme, options, { wait: async (ms) => void waits.push(ms), random: () => 0.5 });
  return waits;
}

const calls = () =>
  mock.commandCalls(TransactWriteCommand).map(({ args }) => {
    const all = args[0].input.TransactItems ?? [];
    return {
      marks: all.flatMap(({ Put }) => (Put === undefined ? [] : [Put.Item?.pk as string])),
      health: all.at(-2)?.Update,
      hour: all.at(-1)?.Update,
    };
  });

const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({
    message: 'cancelled',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });

describe('counting', () => {
  test('marks each item and adds to the health of its source in one transaction', async () => {
    mock.on(TransactWriteCommand).resolves({});
    await count({ items: items(3) });
    const [call] = calls();
    expect(call?.marks).toEqual(['acme#pack#p0', 'acme#pack#p1', 'acme#pack#p2']);
    expect(call?.health).toMatchObject({
      TableName: 'sources',
      Key: { pk: 'tenant#acme', sk: 'health#s1' },
      ExpressionAttributeValues: { ':n': 6, ':at': at },
    });
    expect(call?.hour).toMatchObject({
      TableName: 'sources',
      Key: { pk: 'tenant#acme', sk: 'hours#s1#2026-11-22T10' },
      ExpressionAttributeNames: { '#counter': 'events' },
      ExpressionAttributeValues: { ':n': 6, ':expires': Date.parse(at) / 1000 + 35 * 24 * 3600 },
    });
    const [put] = mock.commandCalls(TransactWriteCommand)[0]?.args[0].input.TransactItems ?? [];
    expect(put?.Put).toMatchObject({
      ConditionExpression: 'attribute_not_exists(pk)',
      Item: { expires_at: Date.parse(at) / 1000 + 7 * 24 * 3600 },
    });
  });

  test('a failure is counted apart from events, with its reason', async () => {
    mock.on(TransactWriteCommand).resolves({});
    await count({ kind: 'failure', reason: 'cut off', items: items(1, 1) });
    expect(calls()[0]?.marks).toEqual(['acme#failure#p0']);
    expect(calls()[0]?.health?.UpdateExpression).toContain('ADD failed :n');
    expect(calls()[0]?.health?.ExpressionAttributeValues).toMatchObject({ ':n': 1, ':reason': 'cut off' });
  });

  test('an item that is named twice counts once', async () => {
    mock.on(TransactWriteCommand).resolves({});
    await count({ items: [...items(2), ...items(2)] });
    expect(calls()[0]?.health?.ExpressionAttributeValues).toMatchObject({ ':n': 4 });
  });

  test('no transaction is over the 100 actions of DynamoDB', async () => {
    mock.on(TransactWriteCommand).resolves({});
    await count({ items: items(200) });
    expect(calls().map(({ marks }) => marks.length)).toEqual([90, 90, 20]);
    await count({ items: [] });
    expect(calls()).toHaveLength(3);
  });
});

describe('what stands in the way', () => {
  test('items that are counted already are left out, and the others counted without a wait', async () => {
    mock
      .on(TransactWriteCommand)
      .rejectsOnce(cancelled('None', 'ConditionalCheckFailed', 'None', 'None'))
      .resolves({});
    expect(await count({ items: items(3) })).toEqual([]);
    expect(calls()[1]?.marks).toEqual(['acme#pack#p0', 'acme#pack#p2']);
    expect(calls()[1]?.health?.ExpressionAttributeValues).toMatchObject({ ':n': 4 });
  });

  test('when all are counted already nothing is added', async () => {
    mock
      .on(TransactWriteCommand)
      .rejects(cancelled('ConditionalCheckFailed', 'ConditionalCheckFailed', 'None'));
    await count({ items: items(2) });
    expect(calls()).toHaveLength(1);
  });

  test.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])(
    '%s is waited out',
    async (code) => {
      mock
        .on(TransactWriteCommand)
        .rejectsOnce(cancelled('None', code))
        .rejectsOnce(cancelled(code, 'None'))
        .resolves({});
      expect(await count({ items: items(1) })).toEqual([20, 40]);
      expect(calls().map(({ marks }) => marks.length)).toEqual([1, 1, 1]);
    },
  );

  test('a conflict and a counted item at once: the item is left out, the conflict waited out', async () => {
    mock
      .on(TransactWriteCommand)
      .rejectsOnce(cancelled('ConditionalCheckFailed', 'None', 'TransactionConflict'))
      .resolves({});
    expect(await count({ items: items(2) })).toEqual([20]);
    expect(calls()[1]?.marks).toEqual(['acme#pack#p1']);
  });

  test('a conflict that does not end is an error after nine tries, so that the batch comes again', async () => {
    mock.on(TransactWriteCommand).rejects(cancelled('None', 'TransactionConflict'));
    await expect(count({ items: items(1) })).rejects.toThrow('cancelled');
    expect(calls()).toHaveLength(9);
  });

  test('throttling that the SDK could not wait out makes the batch come again', async () => {
    mock
      .on(TransactWriteCommand)
      .rejects(new ProvisionedThroughputExceededException({ message: 'slow', $metadata: {} }));
    await expect(count({ items: items(1) })).rejects.toThrow('slow');
    expect(calls()).toHaveLength(1);
  });
});

describe('what is counted already', () => {
  const pk = (id: string) => ({ pk: `acme#pack#${id}` });

  test('is left out, in pages of 100 keys', async () => {
    mock.on(BatchGetCommand).callsFake(({ RequestItems }) => {
      const keys: { pk: string }[] = RequestItems.control.Keys;
      return { Responses: { control: keys.filter((key) => key.pk.endsWith('7')) } };
    });
    const ids = items(250).map(({ id }) => id);
    const left = await notYetCounted(client, acme, 'control', [...ids, ...ids]);
    expect([...left]).toEqual(ids.filter((id) => !id.endsWith('7')));
    const pages = mock
      .commandCalls(BatchGetCommand)
      .map(({ args }) => args[0].input.RequestItems?.control?.Keys?.length);
    expect(pages).toEqual([100, 100, 50]);
  });

  test('does not include what DynamoDB did not get to read: the count itself is exact', async () => {
    mock
      .on(BatchGetCommand)
      .resolves({ Responses: { control: [pk('p0')] }, UnprocessedKeys: { control: { Keys: [pk('p1')] } } });
    expect([...(await notYetCounted(client, acme, 'control', ['p0', 'p1']))]).toEqual(['p1']);
  });

  test('adds items of different hours each to its own', async () => {
    mock.on(TransactWriteCommand).resolves({});
    const [one, other] = items(2);
    if (one === undefined || other === undefined) throw new Error('two items');
    await count({ items: [one, { ...other, at: '2026-11-22T11:00:00.000Z' }] });
    expect(calls().map(({ hour }) => hour?.Key?.sk)).toEqual([
      'hours#s1#2026-11-22T10',
      'hours#s1#2026-11-22T11',
    ]);
  });
});
