import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { documentClient } from '#shared/aws/clients.ts';
import { makeDynamoWindowStore } from '#shared/aws/dynamo-window-store.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import { correlatingContract } from '../support/contracts/correlating.ts';
import { windowStoreContract } from '../support/contracts/window-store.ts';
import { emulatorConfig, scratchTables } from '../support/scratch.ts';

const scratch = scratchTables('windows');
const store = () => makeDynamoWindowStore(scratch.client, { windowsTable: scratch.names.windows });
windowStoreContract(store);
correlatingContract(store);

test('a row begins with its tenant and carries when it may go', async () => {
  const acme = tenantIdSchema.parse('acme');
  await store().save(acme, [{ key: 'rule#group', expectedVersion: 0, state: {}, expiresAt: 1_800_000_000 }]);
  const command = new GetCommand({ TableName: scratch.names.windows, Key: { pk: 'acme#rule#group' } });
  const { Item } = await scratch.client.send(command);
  expect(Item).toMatchObject({ version: 1, expires_at: 1_800_000_000 });
});

test('each window is one conditional write', async () => {
  const sent: string[] = [];
  const client = documentClient(new DynamoDBClient(emulatorConfig()));
  client.middlewareStack.add((next, { commandName }) => async (args) => {
    const { ConditionExpression } = args.input as { ConditionExpression?: string };
    sent.push(`${commandName} ${ConditionExpression ?? ''}`.trim());
    return next(args);
  });
  const acme = tenantIdSchema.parse('acme');
  const counted = makeDynamoWindowStore(client, { windowsTable: scratch.names.windows });
  const write = (key: string, expectedVersion: number) => ({
    key,
    expectedVersion,
    state: {},
    expiresAt: 1_800_000_000,
  });
  await counted.save(acme, [write('rule#counted', 0)]);
  await counted.save(acme, [write('rule#counted', 1)]);
  await counted.load(acme, ['rule#counted', 'rule#other']);
  expect(sent).toEqual([
    'PutItemCommand attribute_not_exists(pk)',
    'PutItemCommand version = :seen',
    'BatchGetItemCommand',
  ]);
});
