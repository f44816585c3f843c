import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { answered, type Row, tookEffect } from '#shared/aws/dynamo-errors.ts';
import { TEST_SK_PREFIX, testSk, VALIDATION_SK } from '#shared/aws/names.ts';
import { queryAll } from '#shared/aws/query-page.ts';
import { assertOwn, readRow } from '#shared/aws/stored-row.ts';
import { DomainError } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import type { ProofStore } from '#shared/ports/proof-store.ts';
import { sourceTestSchema, validationSchema } from '#shared/schema/validation.ts';

const STORAGE_FIELDS = ['sk'];

/** Tests and the validation of a tenant in the partition of its provisioning. */
export function makeDynamoProofStore(
  client: DynamoDBDocumentClient,
  { provisioningTable: TableName }: { provisioningTable: string },
): ProofStore {
  const read = async (tenantId: TenantId, sk: string): Promise<Row | undefined> => {
    const command = new GetCommand({ TableName, Key: { tenant_id: tenantId, sk }, ConsistentRead: true });
    return (await answered(client.send(command))).Item;
  };

  /** False when what stands there does not meet the condition. */
  const put = (item: { tenant_id: TenantId }, sk: string, condition?: Condition): Promise<boolean> =>
    tookEffect(client.send(new PutCommand({ TableName, Item: { ...item, sk }, ...condition })));

  return {
    async test(tenantId, sourceId) {
      const row = await read(tenantId, testSk(sourceId));
      return row === undefined ? null : readRow(sourceTestSchema, row, STORAGE_FIELDS);
    },
    async tests(tenantId) {
      const rows = await queryAll(client, {
        TableName,
        KeyConditionExpression: 'tenant_id = :tenant AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':tenant': tenantId, ':prefix': TEST_SK_PREFIX },
        ConsistentRead: true,
      });
      return rows.map((row) => readRow(sourceTestSchema, row, STORAGE_FIELDS));
    },
    async beginTest(tenantId, test) {
      assertOwn(tenantId, test);
      await put(test, testSk(test.source_id));
    },
    async updateTest(tenantId, test) {
      assertOwn(tenantId, test);
      return put(test, testSk(test.source_id), {
        ConditionExpression: 'test_id = :id',
        ExpressionAttributeValues: { ':id': test.test_id },
      });
    },
    async validation(tenantId) {
      const row = await read(tenantId, VALIDATION_SK);
      return row === undefined ? null : readRow(validationSchema, row, STORAGE_FIELDS);
    },
    async beginValidation(tenantId, validation, now) {
      assertOwn(tenantId, validation);
      const begun = await put(validation, VALIDATION_SK, {
        ConditionExpression: 'attribute_not_exists(sk) OR #state <> :running OR deadline_at < :now',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':running': 'running', ':now': now },
      });
      if (!begun)
        throw new DomainError('conflict', 'A validation of this tenant is running. Wait for its end.');
    },
    async updateValidation(tenantId, validation) {
      assertOwn(tenantId, validation);
      return put(validation, VALIDATION_SK, {
        ConditionExpression: 'validation_id = :id',
        ExpressionAttributeValues: { ':id': validation.validation_id },
      });
    },
  };
}

type Condition = Pick<
  ConstructorParameters<typeof PutCommand>[0],
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;
