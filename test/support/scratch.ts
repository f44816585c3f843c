import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, beforeAll, inject } from 'vitest';
import { documentClient } from '#shared/aws/clients.ts';
import type { TableName } from '../../infra/function-spec.ts';

type Shape = { keys: readonly string[]; index?: { name: string; keys: readonly string[] } };

/** The tables' keys and indexes as `infra/stacks/data.ts` declares them. */
const shapes: Readonly<Record<TableName, Shape>> = {
  tenants: { keys: ['pk'], index: { name: 'by_kind', keys: ['kind', 'pk'] } },
  sources: { keys: ['pk', 'sk'] },
  alerts: { keys: ['tenant_id', 'alert_id'] },
  cases: { keys: ['tenant_id', 'case_id'], index: { name: 'by_created', keys: ['tenant_id', 'created_at'] } },
  timeline: { keys: ['pk', 'sk'] },
  audit: { keys: ['tenant_id', 'sk'] },
  windows: { keys: ['pk'] },
  control: { keys: ['pk'] },
  content: { keys: ['pk', 'sk'] },
  provisioning: { keys: ['tenant_id', 'sk'] },
};

const keySchema = (keys: readonly string[]) =>
  keys.map((AttributeName, i) => ({
    AttributeName,
    KeyType: i === 0 ? ('HASH' as const) : ('RANGE' as const),
  }));

/** What an AWS client needs to reach the stack's emulator. */
export function emulatorConfig() {
  return {
    endpoint: inject('stack').aws.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: new NodeHttpHandler({ httpAgent: { maxSockets: 100 } }),
  };
}

/**
 * Empty tables of the given kinds on the stack's emulator, with names of their own, for the tests of one file; they are
 * deleted after it. Read the result inside tests and hooks only.
 */
export function scratchTables<N extends TableName>(
  ...kinds: readonly N[]
): { client: DynamoDBDocumentClient; names: Record<N, string> } {
  const scratch = { names: {} as Record<N, string> } as {
    client: DynamoDBDocumentClient;
    names: Record<N, string>;
  };
  beforeAll(async () => {
    scratch.client = documentClient(new DynamoDBClient(emulatorConfig()));
    for (const kind of kinds) {
      const { keys, index } = shapes[kind];
      const name = `scratch-${kind}-${randomUUID()}`;
      const attributes = new Set([...keys, ...(index?.keys ?? [])]);
      await scratch.client.send(
        new CreateTableCommand({
          TableName: name,
          BillingMode: 'PAY_PER_REQUEST',
          KeySchema: keySchema(keys),
          AttributeDefinitions: [...attributes].map((AttributeName) => ({
            AttributeName,
            AttributeType: 'S',
          })),
          ...(index === undefined
            ? {}
            : {
                GlobalSecondaryIndexes: [
                  {
                    IndexName: index.name,
                    KeySchema: keySchema(index.keys),
                    Projection: { ProjectionType: 'ALL' },
                  },
                ],
              }),
        }),
      );
      scratch.names[kind] = name;
    }
  });
  afterAll(async () => {
    for (const name of Object.values<string>(scratch.names)) {
      await scratch.client.send(new DeleteTableCommand({ TableName: name }));
    }
  });
  return scratch;
}
