import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import { makeDynamoAlertStore } from '#shared/aws/dynamo-alert-store.ts';
import { makeDynamoAuditStore } from '#shared/aws/dynamo-audit-store.ts';
import { type TenantId, tenantIdSchema } from '#shared/ids.ts';
import type { Page } from '#shared/ports/page.ts';
import type { Alert } from '#shared/schema/alert.ts';
import { buildAudit } from '../support/builders/audit.ts';
import { buildDetection } from '../support/builders/detection.ts';
import { buildEvent } from '../support/builders/event.ts';
import { scratchTables } from '../support/scratch.ts';

const acme = tenantIdSchema.parse('acme');
const globex = tenantIdSchema.parse('globex');
const T1 = '2026-11-22T10:00:00.000Z';
const T2 = '2026-11-22T10:05:00.000Z';

const scratch = scratchTables('alerts', 'audit');
const store = () =>
  makeDynamoAlertStore(scratch.client, {
    alertsTable: scratch.names.alerts,
    auditTable: scratch.names.audit,
  });
const auditOf = () =>
  makeDynamoAuditStore(scratch.client, { auditTable: scratch.names.audit }).list(acme, {
    limit: 200,
    position: null,
  });

describe('what detection writes', () => {
  test('becomes an open alert that nobody has taken', async () => {
    const { revision: _, ...detection } = buildDetection();
    await store().upsert(acme, { ...detection, revision: 3 }, T1);
    expect(await store().get(acme, detection.alert_id)).toEqual({
      ...detection,
      tenant_id: acme,
      status: 'open',
      assignee: null,
      case_id: null,
      created_at: T1,
      updated_at: T1,
      version: 1,
    });
  });

  test('raises the alert at a newer revision and leaves what people set', async () => {
    const detection = buildDetection();
    await store().upsert(acme, detection, T1);
    const change = { status: 'acknowledged', assignee: 'sam' } as const;
    await store().change(acme, detection.alert_id, 1, change, T1, buildAudit());
    const evidence = [...detection.evidence, buildEvent()];
    await store().upsert(acme, { ...detection, count: 11, evidence, revision: 2 }, T2);
    expect(await store().get(acme, detection.alert_id)).toMatchObject({
      ...change,
      count: 11,
      evidence,
      created_at: T1,
      updated_at: T2,
      version: 3,
    });
  });

  test('changes nothing at the same or an older revision', async () => {
    const detection = buildDetection('acme', { revision: 5 });
    await store().upsert(acme, detection, T1);
    const before = await store().get(acme, detection.alert_id);
    await store().upsert(acme, { ...detection, count: 99 }, T2);
    await store().upsert(acme, { ...detection, count: 99, revision: 4 }, T2);
    expect(await store().get(acme, detection.alert_id)).toEqual(before);
  });

  test('stays within its tenant, even under the same id', async () => {
    const detection = buildDetection();
    await store().upsert(acme, detection, T1);
    expect(await store().get(globex, detection.alert_id)).toBeNull();
    await store().upsert(globex, { ...detection, count: 77 }, T1);
    expect((await store().get(acme, detection.alert_id))?.count).toBe(detection.count);
  });

  test('is read without the marks that triage, retention and detection keep on the row', async () => {
    const detection = buildDetection();
    await store().upsert(acme, detection, T1);
    const Key = { tenant_id: acme, alert_id: detection.alert_id };
    await scratch.client.send(
      new UpdateCommand({
        TableName: scratch.names.alerts,
        Key,
        UpdateExpression: 'SET triaged_at = :now, expires_at = :then',
        ExpressionAttributeValues: { ':now': T1, ':then': 1_900_000_000 },
      }),
    );
    expect(Object.keys((await store().get(acme, detection.alert_id)) ?? {})).not.toContain('triaged_at');
    const { Item } = await scratch.client.send(new GetCommand({ TableName: scratch.names.alerts, Key }));
    expect(Item?.detection_revision).toBe(1);
  });
});

describe('the list of all alerts', () => {
  const idsIn = async (tenantId: TenantId, limit: number) => {
    const ids: string[][] = [];
    let position: string | null = null;
    do {
      const page: Page<Alert> = await store().list(tenantId, { limit, position });
      ids.push(page.items.map((alert) => alert.alert_id));
      position = page.next;
    } while (position !== null);
    return ids;
  };

  test('has each of the tenant’s alerts once, as it is read by its id, over as many pages as it takes', async () => {
    const initech = tenantIdSchema.parse('initech');
    const hooli = tenantIdSchema.parse('hooli');
    for (const id of ['c', 'a', 'e', 'b', 'd']) {
      await store().upsert(initech, buildDetection('initech', { alert_id: id }), T1);
    }
    await store().upsert(hooli, buildDetection('hooli', { alert_id: 'b2' }), T1);
    expect(await idsIn(initech, 2)).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    expect(await idsIn(initech, 5)).toEqual([['a', 'b', 'c', 'd', 'e']]);
    const { items } = await store().list(initech, { limit: 1, position: null });
    expect(items).toEqual([await store().get(initech, 'a')]);
  });

  test('is empty for a tenant without any, and its position leads to no other tenant', async () => {
    const umbrella = tenantIdSchema.parse('umbrella');
    for (const id of ['a', 'b']) {
      await store().upsert(umbrella, buildDetection('umbrella', { alert_id: id }), T1);
    }
    const { next } = await store().list(umbrella, { limit: 1, position: null });
    expect(next).not.toBeNull();
    const nobody = tenantIdSchema.parse('nobody');
    expect(await store().list(nobody, { limit: 1, position: next })).toEqual({ items: [], next: null });
    expect(await store().list(nobody, { limit: 1, position: null })).toEqual({ items: [], next: null });
  });

  test('refuses a position that it did not give out', async () => {
    const listing = store().list(acme, { limit: 1, position: 'nonsense' });
    await expect(listing).rejects.toMatchObject({ code: 'invalid_request' });
  });
});

describe('a change by a person', () => {
  test('writes the alert and its audit record together, and answers the new alert', async () => {
    const detection = buildDetection();
    await store().upsert(acme, detection, T1);
    const audit = buildAudit('acme', { action: 'updateAlert', target: `alert/${detection.alert_id}` });
    const changed = await store().change(acme, detection.alert_id, 1, { status: 'closed' }, T2, audit);
    expect(changed).toMatchObject({ status: 'closed', updated_at: T2, version: 2 });
    expect((await auditOf()).items).toContainEqual(audit);
  });

  test('is refused on another version, and then no audit record tells of it', async () => {
    const detection = buildDetection();
    await store().upsert(acme, detection, T1);
    const audit = buildAudit();
    const late = store().change(acme, detection.alert_id, 7, { status: 'closed' }, T2, audit);
    await expect(late).rejects.toMatchObject({ code: 'version_conflict', details: { current_version: 1 } });
    expect((await store().get(acme, detection.alert_id))?.status).toBe('open');
    expect((await auditOf()).items).not.toContainEqual(audit);
  });

  test('is not found where there is no such alert in the tenant', async () => {
    const detection = buildDetection();
    await store().upsert(acme, detection, T1);
    const change = store().change(
      globex,
      detection.alert_id,
      1,
      { status: 'closed' },
      T2,
      buildAudit('globex'),
    );
    await expect(change).rejects.toMatchObject({ code: 'not_found' });
  });

  test('is refused when its audit record names another tenant', async () => {
    const detection = buildDetection();
    await store().upsert(acme, detection, T1);
    const change = store().change(
      acme,
      detection.alert_id,
      1,
      { status: 'closed' },
      T2,
      buildAudit('globex'),
    );
    await expect(change).rejects.toThrow('another');
    expect((await store().get(acme, detection.alert_id))?.version).toBe(1);
  });
});
