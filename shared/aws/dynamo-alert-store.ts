import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { auditStep } from '#shared/aws/dynamo-audit-store.ts';
import { answered, type Row, tookEffect, transact, versionRefusal } from '#shared/aws/dynamo-errors.ts';
import { queryPage } from '#shared/aws/query-page.ts';
import { assertOwn, readRow, setFields } from '#shared/aws/stored-row.ts';
import { DomainError } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import type { AlertStore } from '#shared/ports/alert-store.ts';
import { type Alert, alertSchema } from '#shared/schema/alert.ts';

type Tables = {
  alertsTable: string;
  /** Needed by `change` only: the function that detects may not write the audit trail. */
  auditTable?: string;
};

/** Kept by detection, triage and retention; no part of the alert that people see. */
const STORAGE_FIELDS = ['detection_revision', 'triaged_at', 'expires_at'];
const read = (row: Row): Alert => readRow(alertSchema, row, STORAGE_FIELDS);

/**
 * Alerts, written by two parties that never overwrite each other: detection sets what it found, people and triage set
 * status, assignee and case.
 */
export function makeDynamoAlertStore(client: DynamoDBDocumentClient, tables: Tables): AlertStore {
  const { alertsTable, auditTable } = tables;
  const get = async (tenantId: TenantId, alertId: string): Promise<Alert | null> => {
    const command = new GetCommand({
      TableName: alertsTable,
      Key: { tenant_id: tenantId, alert_id: alertId },
      ConsistentRead: true,
    });
    const { Item } = await answered(client.send(command));
    return Item === undefined ? null : read(Item);
  };

  return {
    get,

    list: (tenantId, page) =>
      queryPage(client, {
        query: {
          TableName: alertsTable,
          KeyConditionExpression: 'tenant_id = :tenant',
          ExpressionAttributeValues: { ':tenant': tenantId },
          ConsistentRead: true,
        },
        page,
        fixedKey: { tenant_id: tenantId },
        sortKey: ['alert_id'],
        read,
      }),

    async upsert(tenantId, { alert_id, revision, ...found }, now) {
      const set = setFields({ ...found, detection_revision: revision, updated_at: now });
      const command = new UpdateCommand({
        TableName: alertsTable,
        Key: { tenant_id: tenantId, alert_id },
        UpdateExpression: `${set.UpdateExpression}, #status = if_not_exists(#status, :open), created_at = if_not_exists(created_at, :now), assignee = if_not_exists(assignee, :none), case_id = if_not_exists(case_id, :none) ADD version :one`,
        ConditionExpression: 'attribute_not_exists(alert_id) OR detection_revision < :revision',
        ExpressionAttributeNames: { ...set.ExpressionAttributeNames, '#status': 'status' },
        ExpressionAttributeValues: {
          ...set.ExpressionAttributeValues,
          ':open': 'open',
          ':now': now,
          ':none': null,
          ':one': 1,
          ':revision': revision,
        },
      });
      // Where it does not take effect, with an older or the same revision, what is stored says it already.
      await tookEffect(client.send(command));
    },

    async remove(tenantId, alertId) {
      const Key = { tenant_id: tenantId, alert_id: alertId };
      await answered(client.send(new DeleteCommand({ TableName: alertsTable, Key })));
    },

    async change(tenantId, alertId, version, change, now, audit) {
      if (auditTable === undefined)
        throw new Error('This function was not given the audit table that a change needs.');
      assertOwn(tenantId, audit);
      const set = setFields({ ...change, updated_at: now });
      await transact(client, [
        {
          item: {
            Update: {
              TableName: alertsTable,
              Key: { tenant_id: tenantId, alert_id: alertId },
              UpdateExpression: `${set.UpdateExpression} ADD version :one`,
              ConditionExpression: 'attribute_exists(alert_id) AND version = :seen',
              ExpressionAttributeNames: set.ExpressionAttributeNames,
              ExpressionAttributeValues: { ...set.ExpressionAttributeValues, ':one': 1, ':seen': version },
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            },
          },
          refuse: versionRefusal('alert'),
        },
        auditStep(auditTable, audit),
      ]);
      const changed = await get(tenantId, alertId);
      if (changed === null) throw new DomainError('not_found', 'There is no such alert.');
      return changed;
    },
  };
}
