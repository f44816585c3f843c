import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { answered } from '#shared/aws/dynamo-errors.ts';
import { sourceSk, sourcesPk } from '#shared/aws/names.ts';
import type { StoredSettings } from '#shared/connectors/source-settings.ts';
import type { TenantId } from '#shared/ids.ts';

const rowSchema = z.object({ settings: z.record(z.string(), z.unknown()).default({}) });

/**
 * The settings of a source as they stand now; none for one that is gone. Only this field of the row is read: whatever
 * else a release wrote into it must not stop the stream.
 * @throws DomainError `unavailable`.
 */
export async function readSourceSettings(
  client: DynamoDBDocumentClient,
  sourcesTable: string,
  tenantId: TenantId,
  sourceId: string,
): Promise<StoredSettings> {
  const command = new GetCommand({
    TableName: sourcesTable,
    Key: { pk: sourcesPk(tenantId), sk: sourceSk(sourceId) },
    ProjectionExpression: '#settings',
    ExpressionAttributeNames: { '#settings': 'settings' },
    ConsistentRead: true,
  });
  const { Item } = await answered(client.send(command));
  return rowSchema.parse(Item ?? {}).settings;
}
