import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { answered } from '#shared/aws/dynamo-errors.ts';
import { sourceSk, sourcesPk } from '#shared/aws/names.ts';
import type { SourceReading } from '#shared/connectors/source-settings.ts';
import type { TenantId } from '#shared/ids.ts';
import { adaptationsSchema } from '#shared/schema/adaptation.ts';

const rowSchema = z.object({
  settings: z.record(z.string(), z.unknown()).default({}),
  // What a later release wrote and this one can't read adapts nothing, and stops nothing.
  adaptations: adaptationsSchema.optional().catch(undefined),
});

/**
 * The settings and adaptations of a source as they stand now; none for one that is gone. Only these fields of the row
 * are read: whatever else a release wrote into it must not stop the stream.
 * @throws DomainError `unavailable`.
 */
export async function readSourceSettings(
  client: DynamoDBDocumentClient,
  sourcesTable: string,
  tenantId: TenantId,
  sourceId: string,
): Promise<SourceReading> {
  const command = new GetCommand({
    TableName: sourcesTable,
    Key: { pk: sourcesPk(tenantId), sk: sourceSk(sourceId) },
    ProjectionExpression: '#settings, #adaptations',
    ExpressionAttributeNames: { '#settings': 'settings', '#adaptations': 'adaptations' },
    ConsistentRead: true,
  });
  const { Item } = await answered(client.send(command));
  return rowSchema.parse(Item ?? {});
}
