import { randomUUID } from 'node:crypto';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { BatchWriteCommand, GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDynamoAuditStore } from '#shared/aws/dynamo-audit-store.ts';
import { makeDynamoCaseStore } from '#shared/aws/dynamo-case-store.ts';
import { makeDynamoSourceStore } from '#shared/aws/dynamo-source-store.ts';
import { makeDynamoTenantStore } from '#shared/aws/dynamo-tenant-store.ts';
import { makeDynamoTokenStore } from '#shared/aws/dynamo-token-store.ts';
import { archiveKey, contentPk, failureKey, healthSk, offSk, sourcesPk } from '#shared/aws/names.ts';
import { makeTenantPurge } from '#shared/aws/tenant-purge.ts';
import { sha256, tenantIdSchema } from '#shared/ids.ts';
import type { TenantPurge } from '#shared/ports/purge.ts';
import type { TenantStatus } from '#shared/schema/tenant.ts';
import { buildAlert } from '../support/builders/alert.ts';
import { buildAudit } from '../support/builders/audit.ts';
import { buildCase, buildTimelineEntry } from '../support/builders/case.ts';
import { buildSource, buildToken } from '../support/builders/source.ts';
import { buildTenant } from '../support/builders/tenant.ts';
import { rejection } from '../support/rejection.ts';
import { emulatorConfig, scratchTables } from '../support/scratch.ts';

const AT = '2026-11-22T10:00:00.000Z';
const all = { limit: 200, position: null };

describe('the purge of a tenant', () => {
  const scratch = scratchTables('tenants', 'sources', 'alerts', 'cases', 'timeline', 'audit', 'content');
  const buckets = { archive: `scratch-${randomUUID()}`, failures: `scratch-${randomUUID()}` };
  const removedFromSearch: string[] = [];
  let s3: S3Client;
  let purge: TenantPurge;
  beforeAll(async () => {
    s3 = new S3Client({ ...emulatorConfig(), forcePathStyle: true });
    for (const Bucket of Object.values(buckets)) await s3.send(new CreateBucketCommand({ Bucket }));
    purge = makeTenantPurge({
      dynamo: scratch.client,
      s3,
      search: {
        removeTenant: async (tenantId) => {
          removedFromSearch.push(tenantId);
        },
      },
      tables: scratch.names,
      buckets,
      requestId: 'request-9',
      now: () => new Date('2026-12-01T00:00:00.000Z'),
      newId: randomUUID,
    });
  });
  afterAll(async () => {
    for (const code of ['beta', 'gamma']) await purge.step(tenantIdSchema.parse(code));
    for (const Bucket of Object.values(buckets)) await s3.send(new DeleteBucketCommand({ Bucket }));
  });

  const tenants = () =>
    makeDynamoTenantStore(scratch.client, {
      tenantsTable: scratch.names.tenants,
      auditTable: scratch.names.audit,
    });
  const objects = async (Bucket: string): Promise<string[]> =>
    ((await s3.send(new ListObjectsV2Command({ Bucket }))).Contents ?? []).map(({ Key }) => Key ?? '');
  const rowsOf = async (table: keyof typeof scratch.names, code: string): Promise<number> => {
    const answer = await scratch.client.send(new ScanCommand({ TableName: scratch.names[table] }));
    return (answer.Items ?? []).filter((row) => JSON.stringify(row).includes(`"${code}"`)).length;
  };

  /** A tenant with something in every place. */
  async function furnish(code: string, status: TenantStatus, alerts: number): Promise<{ hash: string }> {
    const tenantId = tenantIdSchema.parse(code);
    const { client, names } = scratch;
    const sourceTables = { sourcesTable: names.sources, auditTable: names.audit };
    await tenants().create(tenantId, buildTenant(code, { status }), buildAudit(code));
    const source = buildSource(code);
    const hash = sha256(code);
    await makeDynamoSourceStore(client, sourceTables).create(tenantId, source, buildAudit(code));
    await makeDynamoTokenStore(client, sourceTables).create(
      tenantId,
      buildToken(source),
      hash,
      buildAudit(code),
    );
    const off = { pk: contentPk(tenantId), sk: offSk('a-rule'), tenant_id: code };
    await client.send(new PutCommand({ TableName: names.content, Item: off }));
    const health = { pk: sourcesPk(tenantId), sk: healthSk(source.source_id), events: 3, tenant_id: code };
    await client.send(new PutCommand({ TableName: names.sources, Item: health }));
    for (let start = 0; start < alerts; start += 25) {
      const items = Array.from({ length: Math.min(25, alerts - start) }, () => buildAlert(code));
      const RequestItems = { [names.alerts]: items.map((Item) => ({ PutRequest: { Item } })) };
      await client.send(new BatchWriteCommand({ RequestItems }));
    }
    const cases = makeDynamoCaseStore(client, {
      casesTable: names.cases,
      timelineTable: names.timeline,
      alertsTable: names.alerts,
      auditTable: names.audit,
    });
    for (let i = 0; i < 3; i++) {
      const item = buildCase(code);
      const lines = [1, 2].map(() => buildTimelineEntry(item));
      await cases.create(tenantId, item, lines, buildAudit(code));
    }
    for (const [Bucket, Key] of [
      [buckets.archive, archiveKey(tenantId, AT, 'p1')],
      [buckets.archive, archiveKey(tenantId, AT, 'p2')],
      [buckets.failures, failureKey(tenantId, AT, 'f1')],
    ]) {
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
    }
    return { hash };
  }

  it('refuses a tenant that is unknown or was not deleted, and touches nothing of it', async () => {
    await furnish('gamma', 'active', 2);
    expect((await rejection(purge.step(tenantIdSchema.parse('gamma')))).code).toBe('conflict');
    expect((await rejection(purge.step(tenantIdSchema.parse('nobody')))).code).toBe('not_found');
    expect(await rowsOf('alerts', 'gamma')).toBe(2);
    expect((await objects(buckets.archive)).filter((key) => key.startsWith('gamma/'))).toHaveLength(2);
    const tenant = buildTenant('gamma', { status: 'deleted', version: 2 });
    await tenants().update(tenant.tenant_id, tenant, buildAudit('gamma'));
  });

  it('removes everything of the tenant in portions and nothing of its neighbour, and keeps audit and code', async () => {
    const { hash } = await furnish('alpha', 'purging', 450);
    const neighbour = await furnish('beta', 'deleted', 3);
    const alpha = tenantIdSchema.parse('alpha');
    const auditBefore = await rowsOf('audit', 'alpha');

    expect(await purge.step(alpha)).toBe(false);
    expect(await rowsOf('alerts', 'alpha')).toBeGreaterThan(0);
    expect((await tenants().get(alpha))?.status).toBe('purging');
    expect(await purge.step(alpha)).toBe(true);

    for (const table of ['sources', 'alerts', 'cases', 'timeline', 'content'] as const) {
      expect([table, await rowsOf(table, 'alpha')]).toEqual([table, 0]);
      expect([table, (await rowsOf(table, 'beta')) > 0]).toEqual([table, true]);
    }
    const tokens = makeDynamoTokenStore(scratch.client, {
      sourcesTable: scratch.names.sources,
      auditTable: scratch.names.audit,
    });
    expect(await tokens.findByHash(hash)).toBeNull();
    expect(await tokens.findByHash(neighbour.hash)).not.toBeNull();
    for (const bucket of Object.values(buckets)) {
      const keys = await objects(bucket);
      expect(keys.filter((key) => key.startsWith('alpha/'))).toEqual([]);
      expect(keys.filter((key) => key.startsWith('beta/')).length).toBeGreaterThan(0);
    }
    expect(removedFromSearch).toEqual(['alpha']);

    expect(await tenants().get(alpha)).toEqual(
      buildTenant('alpha', {
        organization_name: '(purged)',
        contact_email: 'purged@example.invalid',
        status: 'purged',
        updated_at: '2026-12-01T00:00:00.000Z',
        version: 2,
      }),
    );
    const audit = makeDynamoAuditStore(scratch.client, { auditTable: scratch.names.audit });
    const [last] = (await audit.list(alpha, all)).items;
    expect(last).toMatchObject({
      action: 'purgeTenant',
      request_id: 'request-9',
      after: { status: 'purged' },
    });
    expect(await rowsOf('audit', 'alpha')).toBe(auditBefore + 1);
    const again = tenants().create(alpha, buildTenant('alpha'), buildAudit('alpha'));
    expect((await rejection(again)).code).toBe('code_taken');
  });

  it('sweeps a purged tenant again without a second record, and takes away what came late', async () => {
    const alpha = tenantIdSchema.parse('alpha');
    const late = buildAlert('alpha');
    await scratch.client.send(new PutCommand({ TableName: scratch.names.alerts, Item: late }));
    const auditBefore = await rowsOf('audit', 'alpha');
    expect(await purge.step(alpha)).toBe(true);
    const Key = { tenant_id: alpha, alert_id: late.alert_id };
    expect(
      (await scratch.client.send(new GetCommand({ TableName: scratch.names.alerts, Key }))).Item,
    ).toBeUndefined();
    expect(await rowsOf('audit', 'alpha')).toBe(auditBefore);
    expect((await tenants().get(alpha))?.version).toBe(2);
  });
});
