import { gunzipSync, gzipSync } from 'node:zlib';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { batchGet } from '#shared/aws/batch-get.ts';
import { tookEffect } from '#shared/aws/dynamo-errors.ts';
import { windowPk } from '#shared/aws/names.ts';
import { readRow } from '#shared/aws/stored-row.ts';
import { concurrently } from '#shared/detect/concurrently.ts';
import type { TenantId } from '#shared/ids.ts';
import type { StoredWindow, WindowKey, WindowStore, WindowWrite } from '#shared/ports/window-store.ts';
import { sleep as realSleep } from '#shared/sleep.ts';

/** BatchGetItem takes at most 100 keys and answers at most 16 MB (DynamoDB API reference); the rest is unprocessed. */
const KEYS_PER_CALL = 100;
const PERSISTENCE = { attempts: 8, firstWaitMs: 20 };
const WRITES_AT_ONCE = 16;

/** DynamoDB takes 400 KB (409,600 bytes) an item; the fullest window that its tests can make stays under 300,000. */
const MAX_STATE_BYTES = 380_000;
/** What a state may unpack to; ours stay well under 1 MB. */
const MAX_UNPACKED_BYTES = 8_000_000;

const rowSchema = z.object({
  pk: z.string(),
  version: z.number().int().min(1),
  /** Gzip of the state's JSON: writes are billed by the KB, and states are mostly repetition. */
  state: z.instanceof(Uint8Array),
  expires_at: z.number(),
});

type Options = { windowsTable: string; sleep?: (ms: number) => Promise<void> };

/** Windows as one row each, written only over the version that was read. Reads are strongly consistent. */
export function makeDynamoWindowStore(client: DynamoDBDocumentClient, options: Options): WindowStore {
  const { windowsTable, sleep = realSleep } = options;
  return {
    async load(tenantId, keys) {
      const byPk = new Map(keys.map((key) => [windowPk(tenantId, key), key] as const));
      const found = new Map<WindowKey, StoredWindow>();
      const pks = [...byPk.keys()];
      for (let i = 0; i < pks.length; i += KEYS_PER_CALL) {
        const Keys = pks.slice(i, i + KEYS_PER_CALL).map((pk) => ({ pk }));
        const asked = { Keys, ConsistentRead: true };
        for (const row of await batchGet(client, windowsTable, asked, { ...PERSISTENCE, sleep })) {
          const { pk, version, state } = readRow(rowSchema, row, []);
          const key = byPk.get(pk);
          if (key !== undefined) found.set(key, { version, state: unpack(state) });
        }
      }
      return found;
    },

    async save(tenantId, writes) {
      const conflicts: WindowKey[] = [];
      await concurrently(writes, WRITES_AT_ONCE, async (write) => {
        if (!(await saveOne(client, windowsTable, tenantId, write))) conflicts.push(write.key);
      });
      return conflicts;
    },
  };
}

/** False when somebody else wrote the window meanwhile. */
async function saveOne(
  client: DynamoDBDocumentClient,
  table: string,
  tenantId: TenantId,
  { key, expectedVersion, state, expiresAt }: WindowWrite,
): Promise<boolean> {
  const packed = gzipSync(JSON.stringify(state), { level: 1 });
  if (packed.length > MAX_STATE_BYTES) {
    throw new Error(`The state of window ${key} is ${packed.length} bytes, more than ${MAX_STATE_BYTES}.`);
  }
  const command = new PutCommand({
    TableName: table,
    Item: { pk: windowPk(tenantId, key), version: expectedVersion + 1, state: packed, expires_at: expiresAt },
    ...(expectedVersion === 0
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : { ConditionExpression: 'version = :seen', ExpressionAttributeValues: { ':seen': expectedVersion } }),
  });
  return tookEffect(client.send(command));
}

function unpack(state: Uint8Array): unknown {
  return JSON.parse(gunzipSync(state, { maxOutputLength: MAX_UNPACKED_BYTES }).toString());
}
