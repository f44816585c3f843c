import { gzipSync } from 'node:zlib';
import {
  ConditionalCheckFailedException,
  ProvisionedThroughputExceededException,
} from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { makeDynamoAlertStore } from '#shared/aws/dynamo-alert-store.ts';
import { makeDynamoWindowStore } from '#shared/aws/dynamo-window-store.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import { buildDetection } from '../../support/builders/detection.ts';

const acme = tenantIdSchema.parse('acme');
const mock = mockClient(DynamoDBDocumentClient);
const client = mock as unknown as DynamoDBDocumentClient;
const waits: number[] = [];
const windows = makeDynamoWindowStore(client, {
  windowsTable: 'windows',
  sleep: async (ms) => void waits.push(ms),
});
const alerts = makeDynamoAlertStore(client, { alertsTable: 'alerts' });
const throttled = new ProvisionedThroughputExceededException({ $metadata: {}, message: 'slow down' });
const row = (key: string) => ({
  pk: `acme#${key}`,
  version: 4,
  state: gzipSync(JSON.stringify({ key })),
  expires_at: 1,
});

beforeEach(() => {
  mock.reset();
  waits.length = 0;
});

describe('windows in a throttled table', () => {
  test('asks again for the keys that were left unprocessed, and only for them', async () => {
    mock
      .on(BatchGetCommand)
      .resolvesOnce({
        Responses: { windows: [row('a')] },
        UnprocessedKeys: { windows: { Keys: [{ pk: 'acme#b' }] } },
      })
      .resolvesOnce({ Responses: { windows: [row('b')] } });
    const found = await windows.load(acme, ['a', 'b', 'c']);
    expect([...found.keys()]).toEqual(['a', 'b']);
    expect(mock.commandCalls(BatchGetCommand)[1]?.args[0].input.RequestItems).toEqual({
      windows: { Keys: [{ pk: 'acme#b' }], ConsistentRead: true },
    });
    expect(waits).toHaveLength(1);
  });

  test('says unavailable when keys stay unprocessed, instead of taking them for absent', async () => {
    mock.on(BatchGetCommand).resolves({ UnprocessedKeys: { windows: { Keys: [{ pk: 'acme#a' }] } } });
    await expect(windows.load(acme, ['a'])).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('says unavailable when a read or a write is refused', async () => {
    mock.on(BatchGetCommand).rejects(throttled);
    mock.on(PutCommand).rejects(throttled);
    await expect(windows.load(acme, ['a'])).rejects.toMatchObject({ code: 'unavailable' });
    const write = { key: 'a', expectedVersion: 0, state: {}, expiresAt: 1 };
    await expect(windows.save(acme, [write])).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('tries every write of a batch even when one is refused', async () => {
    mock.on(PutCommand).rejectsOnce(throttled).resolves({});
    const writes = ['a', 'b', 'c'].map((key) => ({ key, expectedVersion: 1, state: {}, expiresAt: 1 }));
    await expect(windows.save(acme, writes)).rejects.toMatchObject({ code: 'unavailable' });
    expect(mock.commandCalls(PutCommand)).toHaveLength(3);
  });

  test('names the windows that somebody else wrote', async () => {
    const conflict = new ConditionalCheckFailedException({ $metadata: {}, message: 'no' });
    mock.on(PutCommand).callsFake(async ({ Item }) => {
      if (Item?.pk === 'acme#b') throw conflict;
      return {};
    });
    const writes = ['a', 'b', 'c'].map((key) => ({ key, expectedVersion: 1, state: {}, expiresAt: 1 }));
    expect(await windows.save(acme, writes)).toEqual(['b']);
  });

  test('refuses a state that no item could hold', async () => {
    const state = Array.from({ length: 60_000 }, (_, i) => Math.sin(i).toString(36));
    const write = { key: 'a', expectedVersion: 0, state, expiresAt: 1 };
    await expect(windows.save(acme, [write])).rejects.toThrow('more than 380000');
    expect(mock.commandCalls(PutCommand)).toHaveLength(0);
  });
});

describe('alerts in a throttled table', () => {
  test('says unavailable, so that the batch comes again', async () => {
    mock.on(UpdateCommand).rejects(throttled);
    await expect(alerts.upsert(acme, buildDetection(), '2026-11-22T10:00:00.000Z')).rejects.toMatchObject({
      code: 'unavailable',
    });
  });

  test('takes an older revision for done', async () => {
    mock.on(UpdateCommand).rejects(new ConditionalCheckFailedException({ $metadata: {}, message: 'no' }));
    await expect(alerts.upsert(acme, buildDetection(), '2026-11-22T10:00:00.000Z')).resolves.toBeUndefined();
  });

  test('a damaged row is an error that names its fields and no values', async () => {
    mock.on(BatchGetCommand).resolves({
      Responses: { windows: [{ ...row('a'), version: 'secret value' }] },
    });
    await expect(windows.load(acme, ['a'])).rejects.toThrow(/version/);
    await expect(windows.load(acme, ['a'])).rejects.not.toThrow(/secret value/);
  });

  test('a change without the audit table is a wiring mistake', async () => {
    const change = alerts.change(acme, 'a', 1, {}, '2026-11-22T10:00:00.000Z', {} as never);
    await expect(change).rejects.toThrow('audit table');
  });
});
