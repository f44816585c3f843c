import { DeleteCommand, type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { answered, conditionFailure, type Row, versionRefusal } from '#shared/aws/dynamo-errors.ts';
import {
  HEALED_SK_PREFIX,
  healedSk,
  sourcesPk,
  TREATMENT_SK_PREFIX,
  treatmentSk,
} from '#shared/aws/names.ts';
import { queryAll } from '#shared/aws/query-all.ts';
import { queryPage } from '#shared/aws/query-page.ts';
import { assertOwn, readRow } from '#shared/aws/stored-row.ts';
import type { HealingStore } from '#shared/ports/healing-store.ts';
import { healingSchema, treatmentSchema } from '#shared/schema/healing.ts';

const STORAGE_FIELDS = ['pk', 'sk', 'expires_at'];

/** How long the log is kept. */
const LOG_SECONDS = 365 * 24 * 3600;

/** Beside the sources, in the tenant's own partition, so that a purge takes them too. */
export function makeDynamoHealingStore(
  client: DynamoDBDocumentClient,
  { sourcesTable: TableName }: { sourcesTable: string },
): HealingStore {
  return {
    async treatments(tenantId) {
      const rows = await queryAll(client, TableName, sourcesPk(tenantId), TREATMENT_SK_PREFIX);
      return rows.map((row) => readRow(treatmentSchema, row, STORAGE_FIELDS));
    },
    async putTreatment(tenantId, treatment) {
      assertOwn(tenantId, treatment);
      const seen = treatment.version - 1;
      const command = new PutCommand({
        TableName,
        Item: { ...treatment, pk: sourcesPk(tenantId), sk: treatmentSk(treatment.subject) },
        ...(seen === 0
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : { ConditionExpression: 'version = :seen', ExpressionAttributeValues: { ':seen': seen } }),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      try {
        await answered(client.send(command));
      } catch (error) {
        const stored = conditionFailure(error);
        if (stored === null) throw error;
        const row: Row = stored === 'absent' ? { version: 0 } : stored;
        throw versionRefusal('treatment')(row);
      }
    },
    async removeTreatment(tenantId, subject) {
      const Key = { pk: sourcesPk(tenantId), sk: treatmentSk(subject) };
      await answered(client.send(new DeleteCommand({ TableName, Key })));
    },
    async append(tenantId, entry) {
      assertOwn(tenantId, entry);
      const expires_at = Math.floor(Date.parse(entry.at) / 1_000) + LOG_SECONDS;
      const Item = { ...entry, pk: sourcesPk(tenantId), sk: healedSk(entry.at, entry.id), expires_at };
      await answered(client.send(new PutCommand({ TableName, Item })));
    },
    log: (tenantId, page) =>
      queryPage(client, {
        query: {
          TableName,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: { ':pk': sourcesPk(tenantId), ':prefix': HEALED_SK_PREFIX },
          ScanIndexForward: false,
        },
        page,
        fixedKey: { pk: sourcesPk(tenantId) },
        sortKey: ['sk'],
        read: (row) => readRow(healingSchema, row, STORAGE_FIELDS),
      }),
  };
}
