import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import {
  answered,
  conditionFailure,
  type Row,
  type TransactStep,
  transact,
  versionRefusal,
} from '#shared/aws/dynamo-errors.ts';
import {
  AT_WORK_SK,
  DRIFT_SK,
  OWNED_SK_PREFIX,
  ownedSk,
  RUN_SK_PREFIX,
  recordSk,
  runSk,
  stepSk,
  stepSkPrefix,
  WIZARD_SK,
} from '#shared/aws/names.ts';
import { queryAll } from '#shared/aws/query-page.ts';
import { assertOwn, readRow } from '#shared/aws/stored-row.ts';
import { DomainError } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import type { Journal } from '#shared/ports/journal.ts';
import { driftReportSchema } from '#shared/schema/drift.ts';
import {
  atWork,
  ownedSchema,
  type Run,
  runSchema,
  type Step,
  stepSchema,
  wizardSchema,
} from '#shared/schema/onboarding.ts';

const STORAGE_FIELDS = ['sk'];

const busy = (stored: Row | undefined): DomainError =>
  new DomainError('conflict', 'Another run of this tenant is at work. Wait for its end, or stop it first.', {
    run_id: stored?.run_id ?? null,
  });

/** The journal in one table, all of a tenant in one partition. */
export function makeDynamoJournal(
  client: DynamoDBDocumentClient,
  { provisioningTable: TableName }: { provisioningTable: string },
): Journal {
  const key = (tenantId: TenantId, sk: string) => ({ tenant_id: tenantId, sk });

  const read = async (tenantId: TenantId, sk: string): Promise<Row | null> => {
    const command = new GetCommand({ TableName, Key: key(tenantId, sk), ConsistentRead: true });
    return (await answered(client.send(command))).Item ?? null;
  };
  const list = (tenantId: TenantId, prefix: string, forward = true): Promise<Row[]> =>
    queryAll(client, {
      TableName,
      KeyConditionExpression: 'tenant_id = :tenant AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':tenant': tenantId, ':prefix': prefix },
      ScanIndexForward: forward,
      ConsistentRead: true,
    });

  /** Takes the tenant's place for a run at work, or gives it up. */
  const placeStep = (run: Run): TransactStep => {
    const condition = {
      ConditionExpression: 'attribute_not_exists(sk) OR run_id = :run',
      ExpressionAttributeValues: { ':run': run.run_id },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    };
    const place = key(run.tenant_id, AT_WORK_SK);
    return {
      item: atWork(run)
        ? { Put: { TableName, Item: { ...place, run_id: run.run_id }, ...condition } }
        : { Delete: { TableName, Key: place, ...condition } },
      refuse: busy,
    };
  };

  const newRow = (tenantId: TenantId, sk: string, item: Run | Step): TransactStep => ({
    item: {
      Put: {
        TableName,
        Item: { ...item, ...key(tenantId, sk) },
        ConditionExpression: 'attribute_not_exists(sk)',
      },
    },
    refuse: () => new DomainError('conflict', 'A run with this id exists.'),
  });

  const versioned = (tenantId: TenantId, sk: string, item: { version: number }) => ({
    TableName,
    Item: { ...item, ...key(tenantId, sk) },
    ConditionExpression: 'attribute_exists(sk) AND version = :seen',
    ExpressionAttributeValues: { ':seen': item.version - 1 },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  });

  async function put(command: PutCommand, noun: string): Promise<void> {
    try {
      await answered(client.send(command));
    } catch (error) {
      const stored = conditionFailure(error);
      if (stored === null) throw error;
      throw versionRefusal(noun)(stored === 'absent' ? undefined : stored);
    }
  }

  return {
    async begin(tenantId, run, steps) {
      assertOwn(tenantId, run, ...steps);
      await transact(client, [
        placeStep(run),
        newRow(tenantId, runSk(run.run_id), run),
        ...steps.map((step) => newRow(tenantId, stepSk(run.run_id, step.step), step)),
      ]);
    },
    async run(tenantId, runId) {
      const row = await read(tenantId, runSk(runId));
      return row && readRow(runSchema, row, STORAGE_FIELDS);
    },
    async runs(tenantId) {
      const rows = await list(tenantId, RUN_SK_PREFIX, false);
      return rows.map((row) => readRow(runSchema, row, STORAGE_FIELDS));
    },
    async updateRun(tenantId, run) {
      assertOwn(tenantId, run);
      const write = {
        item: { Put: versioned(tenantId, runSk(run.run_id), run) },
        refuse: versionRefusal('run'),
      };
      await transact(client, [write, placeStep(run)]);
    },
    async steps(tenantId, runId) {
      const rows = await list(tenantId, stepSkPrefix(runId));
      return rows.map((row) => readRow(stepSchema, row, STORAGE_FIELDS));
    },
    async updateStep(tenantId, step) {
      assertOwn(tenantId, step);
      await put(new PutCommand(versioned(tenantId, stepSk(step.run_id, step.step), step)), 'step');
    },
    async owned(tenantId) {
      const rows = await list(tenantId, OWNED_SK_PREFIX);
      return rows.map((row) => readRow(ownedSchema, row, STORAGE_FIELDS));
    },
    async putOwned(tenantId, owned) {
      assertOwn(tenantId, owned);
      const Item = { ...owned, ...key(tenantId, ownedSk(owned.step, owned.key)) };
      await answered(client.send(new PutCommand({ TableName, Item })));
    },
    async removeOwned(tenantId, step, name) {
      await answered(client.send(new DeleteCommand({ TableName, Key: key(tenantId, ownedSk(step, name)) })));
    },
    async wizard(tenantId) {
      const row = await read(tenantId, WIZARD_SK);
      return row && readRow(wizardSchema, row, STORAGE_FIELDS);
    },
    async putWizard(tenantId, wizard) {
      assertOwn(tenantId, wizard);
      const first = { ConditionExpression: 'attribute_not_exists(sk)', ExpressionAttributeValues: undefined };
      const write = versioned(tenantId, WIZARD_SK, wizard);
      await put(new PutCommand(wizard.version === 1 ? { ...write, ...first } : write), 'wizard');
    },
    async putDrift(tenantId, report) {
      const Item = { ...key(tenantId, DRIFT_SK), report };
      await answered(client.send(new PutCommand({ TableName, Item })));
    },
    async drift(tenantId) {
      const row = await read(tenantId, DRIFT_SK);
      return row && driftReportSchema.parse(row.report);
    },
    async putRecord(tenantId, name, document) {
      const Item = { ...key(tenantId, recordSk(name)), document };
      const command = new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(sk)' });
      await put(command, 'record');
    },
    async record(tenantId, name) {
      const row = await read(tenantId, recordSk(name));
      return row && z.string().parse(row.document);
    },
  };
}
