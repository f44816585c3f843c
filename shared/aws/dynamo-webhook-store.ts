import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { auditStep } from '#shared/aws/dynamo-audit-store.ts';
import { answered, transact } from '#shared/aws/dynamo-errors.ts';
import type { SecretBox } from '#shared/aws/kms-secret-box.ts';
import { WEBHOOK_SK, webhookPk } from '#shared/aws/names.ts';
import { DomainError } from '#shared/errors.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import { signatureSchemeSchema, type WebhookStore } from '#shared/ports/webhook-store.ts';

const rowSchema = z.object({
  tenant_id: tenantIdSchema,
  source_id: z.string(),
  scheme: signatureSchemeSchema,
  cipher: z.string(),
});

/** One row a source, under the source's id alone: a webhook's request names nothing else before its signature is checked. */
export function makeDynamoWebhookStore(
  client: DynamoDBDocumentClient,
  names: { sourcesTable: string; auditTable: string },
  box: SecretBox,
): WebhookStore {
  const { sourcesTable, auditTable } = names;
  const keyOf = (sourceId: string) => ({ pk: webhookPk(sourceId), sk: WEBHOOK_SK });
  const other = (): DomainError => new DomainError('not_found', 'There is no such signature.');
  return {
    async set({ tenant_id, source_id, scheme, secret }, at, audit) {
      const cipher = await box.seal(secret, contextOf(tenant_id, source_id));
      const Item = { ...keyOf(source_id), tenant_id, source_id, scheme, cipher, updated_at: at };
      await transact(client, [
        {
          item: {
            Put: {
              TableName: sourcesTable,
              Item,
              ConditionExpression: 'attribute_not_exists(pk) OR tenant_id = :tenant',
              ExpressionAttributeValues: { ':tenant': tenant_id },
            },
          },
          refuse: other,
        },
        auditStep(auditTable, audit),
      ]);
    },

    async remove(tenantId, sourceId, audit) {
      try {
        await transact(client, [
          {
            item: {
              Delete: {
                TableName: sourcesTable,
                Key: keyOf(sourceId),
                ConditionExpression: 'tenant_id = :tenant',
                ExpressionAttributeValues: { ':tenant': tenantId },
              },
            },
            refuse: other,
          },
          auditStep(auditTable, audit),
        ]);
        return true;
      } catch (error) {
        if (error instanceof DomainError && error.code === 'not_found') return false;
        throw error;
      }
    },

    async find(sourceId) {
      // Consistent, so that a signature that was removed is refused from the next request on.
      const command = new GetCommand({ TableName: sourcesTable, Key: keyOf(sourceId), ConsistentRead: true });
      const { Item } = await answered(client.send(command));
      if (Item === undefined) return null;
      const { tenant_id, source_id, scheme, cipher } = rowSchema.parse(Item);
      return {
        tenant_id,
        source_id,
        scheme,
        secret: await box.open(cipher, contextOf(tenant_id, source_id)),
      };
    },
  };
}

/** KMS opens a secret only with the very context it was sealed with: a row copied to another source stays shut. */
function contextOf(tenantId: string, sourceId: string): Record<string, string> {
  return { purpose: 'webhook', tenant_id: tenantId, source_id: sourceId };
}
