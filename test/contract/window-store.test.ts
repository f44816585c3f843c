import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { makeDynamoWindowStore } from '#shared/aws/dynamo-window-store.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import { windowStoreContract } from '../support/contracts/window-store.ts';
import { scratchTables } from '../support/scratch.ts';

const scratch = scratchTables('windows');
const store = () => makeDynamoWindowStore(scratch.client, { windowsTable: scratch.names.windows });
windowStoreContract(store);

test('a row begins with its tenant and carries when it may go', async () => {
  const acme = tenantIdSchema.parse('acme');
  await store().save(acme, [{ key: 'rule#group', expectedVersion: 0, state: {}, expiresAt: 1_800_000_000 }]);
  const command = new GetCommand({ TableName: scratch.names.windows, Key: { pk: 'acme#rule#group' } });
  const { Item } = await scratch.client.send(command);
  expect(Item).toMatchObject({ version: 1, expires_at: 1_800_000_000 });
});
