import { BatchGetCommand, type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { auditStep } from '#shared/aws/dynamo-audit-store.ts';
import {
  answered,
  type Row,
  type TransactStep,
  transact,
  unavailable,
  versionRefusal,
} from '#shared/aws/dynamo-errors.ts';
import { BY_KIND_INDEX, codePk, prefixPk, TENANT_KIND, tenantPk } from '#shared/aws/names.ts';
import { queryPage } from '#shared/aws/query-page.ts';
import { assertOwn, readRow } from '#shared/aws/stored-row.ts';
import { DomainError } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import type { TenantStore } from '#shared/ports/tenant-store.ts';
import { type Tenant, tenantSchema } from '#shared/schema/tenant.ts';

/** Shortest customer code (`shared/ids.ts`): no shorter prefix can be somebody's code. */
const SHORTEST_CODE = 2;

const STORAGE_FIELDS = ['pk', 'kind'];
const read = (row: Row): Tenant => readRow(tenantSchema, row, STORAGE_FIELDS);

const stored = (tenant: Tenant): Row => ({ ...tenant, pk: tenantPk(tenant.tenant_id), kind: TENANT_KIND });

/** Which rule was broken, and never whose code is in the way: customers must not learn of each other. */
const taken = (rule: string, sentence: string) => (): DomainError =>
  new DomainError('code_taken', `The customer code can't be used: ${sentence} Choose another.`, { rule });
const exact = taken('unique', 'it is or was in use.');
const longer = taken('not_a_prefix', 'another code begins with it.');
const shorter = taken('not_an_extension', 'it begins with another code.');

/**
 * Reserves a code so that no code ever begins with another. The code itself, a count at each of its proper prefixes
 * (who is longer) and a check of each prefix as a code (who is shorter) stand in one transaction, so of two colliding
 * codes that are taken at once, one wins whatever the order. Reservations are never deleted: a code stays taken for
 * ever, since old archives, tickets and tokens carry it.
 */
function reserveCode(table: string, code: string, tenantId: TenantId): TransactStep[] {
  const absent = 'attribute_not_exists(pk)';
  const steps: TransactStep[] = [
    {
      item: {
        Put: {
          TableName: table,
          Item: { pk: codePk(code), tenant_id: tenantId },
          ConditionExpression: absent,
        },
      },
      refuse: exact,
    },
    {
      item: {
        ConditionCheck: { TableName: table, Key: { pk: prefixPk(code) }, ConditionExpression: absent },
      },
      refuse: longer,
    },
  ];
  for (let length = SHORTEST_CODE; length < code.length; length++) {
    const prefix = code.slice(0, length);
    steps.push(
      {
        item: {
          ConditionCheck: { TableName: table, Key: { pk: codePk(prefix) }, ConditionExpression: absent },
        },
        refuse: shorter,
      },
      {
        item: {
          Update: {
            TableName: table,
            Key: { pk: prefixPk(prefix) },
            UpdateExpression: 'ADD n :one',
            ExpressionAttributeValues: { ':one': 1 },
          },
        },
        refuse: shorter,
      },
    );
  }
  return steps;
}

/** Replaces the tenant row where the stored version is the one before; also the purge's last step. */
export const updateTenantStep = (tenantsTable: string, tenant: Tenant): TransactStep => ({
  item: {
    Put: {
      TableName: tenantsTable,
      Item: stored(tenant),
      ConditionExpression: 'attribute_exists(pk) AND version = :seen',
      ExpressionAttributeValues: { ':seen': tenant.version - 1 },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  },
  refuse: versionRefusal('tenant'),
});

export function makeDynamoTenantStore(
  client: DynamoDBDocumentClient,
  names: { tenantsTable: string; auditTable: string },
): TenantStore {
  const { tenantsTable, auditTable } = names;
  return {
    async create(tenantId, tenant, audit) {
      assertOwn(tenantId, tenant);
      await transact(client, [
        ...reserveCode(tenantsTable, tenant.customer_code, tenantId),
        {
          item: {
            Put: {
              TableName: tenantsTable,
              Item: stored(tenant),
              ConditionExpression: 'attribute_not_exists(pk)',
            },
          },
          refuse: exact,
        },
        auditStep(auditTable, audit),
      ]);
    },

    async refusalOf(code) {
      const shorterCodes = Array.from({ length: Math.max(0, code.length - SHORTEST_CODE) }, (_, i) =>
        codePk(code.slice(0, i + SHORTEST_CODE)),
      );
      const keys = [codePk(code), prefixPk(code), ...shorterCodes];
      const answer = await answered(
        client.send(
          new BatchGetCommand({
            RequestItems: { [tenantsTable]: { Keys: keys.map((pk) => ({ pk })), ConsistentRead: true } },
          }),
        ),
      );
      if (Object.keys(answer.UnprocessedKeys ?? {}).length > 0) throw unavailable();
      const found = new Set((answer.Responses?.[tenantsTable] ?? []).map(({ pk }) => pk));
      if (found.has(codePk(code))) return exact();
      if (found.has(prefixPk(code))) return longer();
      return found.size > 0 ? shorter() : null;
    },

    async get(tenantId) {
      const answer = await answered(
        client.send(
          new GetCommand({ TableName: tenantsTable, Key: { pk: tenantPk(tenantId) }, ConsistentRead: true }),
        ),
      );
      return answer.Item === undefined ? null : read(answer.Item);
    },

    async update(tenantId, tenant, audit) {
      assertOwn(tenantId, tenant);
      await transact(client, [updateTenantStep(tenantsTable, tenant), auditStep(auditTable, audit)]);
    },

    /** By code. From an index: a tenant made within the last second may still be missing. */
    list: (page) =>
      queryPage(client, {
        query: {
          TableName: tenantsTable,
          IndexName: BY_KIND_INDEX,
          KeyConditionExpression: 'kind = :kind',
          ExpressionAttributeValues: { ':kind': TENANT_KIND },
        },
        page,
        fixedKey: { kind: TENANT_KIND },
        sortKey: ['pk'],
        read,
      }),
  };
}
