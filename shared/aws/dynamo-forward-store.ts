import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { answered, type Row, tookEffect } from '#shared/aws/dynamo-errors.ts';
import { contentPk, FORWARDING_SK } from '#shared/aws/names.ts';
import { readRow, setFields } from '#shared/aws/stored-row.ts';
import type { TenantId } from '#shared/ids.ts';
import type { ForwardStore } from '#shared/ports/forward-store.ts';
import { forwardingSchema } from '#shared/schema/forwarding.ts';

const STORAGE_FIELDS = ['pk', 'sk'];

/** One row a tenant, among its content, with which it is purged. */
export function makeDynamoForwardStore(
  client: DynamoDBDocumentClient,
  { contentTable: TableName }: { contentTable: string },
): ForwardStore {
  const keyOf = (tenantId: TenantId) => ({ pk: contentPk(tenantId), sk: FORWARDING_SK });

  /** Changes a row that is there: a note that comes late must not bring a removed target back. */
  async function change(
    tenantId: TenantId,
    fields: Row,
    add: Row = {},
    only: { condition: string; values: Row } = { condition: '', values: {} },
  ): Promise<boolean> {
    const set = setFields(fields);
    const added = Object.entries(add).map(([name, value]) => ({ name, value }));
    const sets = Object.keys(fields).length === 0 ? '' : set.UpdateExpression;
    const adds = added.length === 0 ? '' : `ADD ${added.map((_, i) => `#a${i} :a${i}`).join(', ')}`;
    const command = new UpdateCommand({
      TableName,
      Key: keyOf(tenantId),
      UpdateExpression: `${sets} ${adds}`.trim(),
      ExpressionAttributeNames: {
        ...set.ExpressionAttributeNames,
        ...Object.fromEntries(added.map(({ name }, i) => [`#a${i}`, name])),
      },
      ExpressionAttributeValues: {
        ...set.ExpressionAttributeValues,
        ...Object.fromEntries(added.map(({ value }, i) => [`:a${i}`, value])),
        ...only.values,
      },
      ConditionExpression: `attribute_exists(pk)${only.condition}`,
    });
    return tookEffect(client.send(command));
  }

  return {
    async get(tenantId) {
      const command = new GetCommand({ TableName, Key: keyOf(tenantId), ConsistentRead: true });
      const { Item } = await answered(client.send(command));
      return Item === undefined ? null : readRow(forwardingSchema, Item, STORAGE_FIELDS);
    },
    async putTarget(tenantId, target, now) {
      const at = now.toISOString();
      const fields = {
        tenant_id: tenantId,
        target,
        target_since: at,
        state: 'flowing',
        since: at,
        reason: null,
        attempts: 0,
        retry_at: null,
        last_sent_at: null,
        refused: 0,
        refused_reason: null,
        draining_until: null,
      };
      const set = setFields(fields);
      const command = new UpdateCommand({
        TableName,
        Key: keyOf(tenantId),
        ...set,
        UpdateExpression: `${set.UpdateExpression} ADD #holds :none, #drained :none`,
        ExpressionAttributeNames: {
          ...set.ExpressionAttributeNames,
          '#holds': 'holds',
          '#drained': 'drained',
        },
        ExpressionAttributeValues: { ...set.ExpressionAttributeValues, ':none': 0 },
      });
      await answered(client.send(command));
    },
    async remove(tenantId) {
      await answered(client.send(new DeleteCommand({ TableName, Key: keyOf(tenantId) })));
    },
    async noteSent(tenantId, since, now) {
      await change(tenantId, {
        state: 'flowing',
        since,
        reason: null,
        attempts: 0,
        retry_at: null,
        last_sent_at: now.toISOString(),
      });
    },
    async noteFailure(tenantId, failure) {
      await change(tenantId, failure);
    },
    async noteHeld(tenantId) {
      await change(tenantId, {}, { holds: 1 });
    },
    async noteDrained(tenantId, holds) {
      await change(tenantId, { drained: holds });
    },
    claimDrain: (tenantId, until, now) =>
      change(
        tenantId,
        { draining_until: until.toISOString() },
        {},
        {
          condition: ' AND (attribute_type(draining_until, :null) OR draining_until < :now)',
          values: { ':null': 'NULL', ':now': now.toISOString() },
        },
      ),
    async releaseDrain(tenantId) {
      await change(tenantId, { draining_until: null });
    },
    async noteRefused(tenantId, rows, reason) {
      await change(tenantId, { refused_reason: reason }, { refused: rows });
    },
  };
}
