import { isDeepStrictEqual } from 'node:util';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { answered, conditionFailure, type Row, type TransactStep } from '#shared/aws/dynamo-errors.ts';
import { auditSk } from '#shared/aws/names.ts';
import { queryPage } from '#shared/aws/query-page.ts';
import { assertOwn, readRow } from '#shared/aws/stored-row.ts';
import { DomainError } from '#shared/errors.ts';
import type { AuditStore } from '#shared/ports/audit-store.ts';
import { type AuditRecord, auditRecordSchema } from '#shared/schema/audit.ts';

const STORAGE_FIELDS = ['sk'];
const read = (row: Row): AuditRecord => readRow(auditRecordSchema, row, STORAGE_FIELDS);

const refuse = (): DomainError =>
  new DomainError('conflict', 'An audit record with this id exists; records are never overwritten.');

const put = (auditTable: string, record: AuditRecord) => ({
  TableName: auditTable,
  Item: { ...record, sk: auditSk(record.at, record.audit_id) },
  ConditionExpression: 'attribute_not_exists(sk)',
});

/** The audit record as a step of the transaction that makes the change it tells of. */
export const auditStep = (auditTable: string, record: AuditRecord): TransactStep => ({
  item: { Put: put(auditTable, record) },
  refuse,
});

/** Append-only by its writes: each is conditional on the record not being there, and nothing updates or deletes. */
export function makeDynamoAuditStore(
  client: DynamoDBDocumentClient,
  names: { auditTable: string },
): AuditStore {
  return {
    async append(tenantId, record) {
      assertOwn(tenantId, record);
      const command = new PutCommand({
        ...put(names.auditTable, record),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      try {
        await answered(client.send(command));
      } catch (error) {
        const stored = conditionFailure(error);
        if (stored === null) throw error;
        // The same record again is a retry whose first answer was lost.
        if (stored === 'absent' || !isDeepStrictEqual(read(stored), record)) throw refuse();
      }
    },

    list: (tenantId, page) =>
      queryPage(client, {
        query: {
          TableName: names.auditTable,
          KeyConditionExpression: 'tenant_id = :tenant',
          ExpressionAttributeValues: { ':tenant': tenantId },
          ScanIndexForward: false,
        },
        page,
        fixedKey: { tenant_id: tenantId },
        sortKey: ['sk'],
        read,
      }),
  };
}
