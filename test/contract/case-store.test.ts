import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeDynamoAuditStore } from '#shared/aws/dynamo-audit-store.ts';
import { makeDynamoCaseStore } from '#shared/aws/dynamo-case-store.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import type { AuditStore } from '#shared/ports/audit-store.ts';
import type { CaseFilter, CaseStore } from '#shared/ports/case-store.ts';
import type { Case } from '#shared/schema/case.ts';
import { buildAlert } from '../support/builders/alert.ts';
import { buildAudit } from '../support/builders/audit.ts';
import { buildCase, buildTimelineEntry } from '../support/builders/case.ts';
import { rejection } from '../support/rejection.ts';
import { scratchTables } from '../support/scratch.ts';

const acme = tenantIdSchema.parse('acme');
const globex = tenantIdSchema.parse('globex');
const all = { limit: 200, position: null };
const none = { link: [], unlink: [] };

describe('the case store', () => {
  const scratch = scratchTables('cases', 'timeline', 'alerts', 'audit');
  let store: CaseStore;
  let audit: AuditStore;
  beforeAll(() => {
    store = makeDynamoCaseStore(scratch.client, {
      casesTable: scratch.names.cases,
      timelineTable: scratch.names.timeline,
      alertsTable: scratch.names.alerts,
      auditTable: scratch.names.audit,
    });
    audit = makeDynamoAuditStore(scratch.client, { auditTable: scratch.names.audit });
  });

  const newAlert = async (tenantId = 'acme') => {
    const alert = buildAlert(tenantId);
    // As the alert store writes it, with the fields that only the storage knows.
    const Item = { ...alert, detection_revision: 1, expires_at: 1_900_000_000 };
    await scratch.client.send(new PutCommand({ TableName: scratch.names.alerts, Item }));
    return alert.alert_id;
  };
  const stored = async (alertId: string, tenantId = 'acme') => {
    const Key = { tenant_id: tenantId, alert_id: alertId };
    return (await scratch.client.send(new GetCommand({ TableName: scratch.names.alerts, Key }))).Item ?? {};
  };
  const create = async (given: Partial<Case> = {}, tenantId = 'acme'): Promise<Case> => {
    const item = buildCase(tenantId, given);
    await store.create(item.tenant_id, item, [buildTimelineEntry(item)], buildAudit(tenantId));
    return item;
  };
  const next = (item: Case, given: Partial<Case>): Case => ({ ...item, version: item.version + 1, ...given });
  const auditCount = async () => (await audit.list(acme, all)).items.length;

  it('keeps case, timeline, audit and alert links together', async () => {
    const alertId = await newAlert();
    const before = await auditCount();
    const item = await create({ alert_ids: [alertId] });
    expect(await store.get(acme, item.case_id)).toEqual(item);
    expect((await store.timeline(acme, item.case_id, null, all)).items).toHaveLength(1);
    expect(await auditCount()).toBe(before + 1);
    expect(await stored(alertId)).toMatchObject({
      case_id: item.case_id,
      version: 2,
      triaged_at: item.updated_at,
    });
  });

  it('writes nothing at all when one of the alerts is unknown, another tenant’s or linked elsewhere', async () => {
    const good = await newAlert();
    const foreign = await newAlert('globex');
    const taken = await newAlert();
    await create({ alert_ids: [taken] });
    const before = await auditCount();
    for (const [bad, code] of [
      ['no-such-alert', 'not_found'],
      [foreign, 'not_found'],
      [taken, 'conflict'],
    ] as const) {
      const item = buildCase('acme', { alert_ids: [good, bad] });
      const error = await rejection(store.create(acme, item, [buildTimelineEntry(item)], buildAudit()));
      expect([error.code, error.details]).toEqual([code, { alert_id: bad }]);
      expect(await store.get(acme, item.case_id)).toBeNull();
      expect((await store.timeline(acme, item.case_id, null, all)).items).toEqual([]);
    }
    expect(await stored(good)).toMatchObject({ case_id: null, version: 1 });
    expect(await stored(foreign, 'globex')).toMatchObject({ case_id: null, version: 1 });
    expect(await auditCount()).toBe(before);
  });

  it('refuses a case id in use, more than forty alerts, and an alert named twice', async () => {
    const item = await create();
    expect((await rejection(store.create(acme, item, [], buildAudit()))).code).toBe('conflict');
    for (const alert_ids of [Array.from({ length: 41 }, (_, i) => `a${i}`), ['a', 'a']]) {
      const error = await rejection(store.create(acme, buildCase('acme', { alert_ids }), [], buildAudit()));
      expect(error.code).toBe('invalid_request');
    }
  });

  it('links forty alerts with their timeline lines in one go', async () => {
    const ids = await Promise.all(Array.from({ length: 40 }, () => newAlert()));
    const item = buildCase('acme', { alert_ids: ids });
    const lines = ids.map((id) => buildTimelineEntry(item, { kind: 'alert_linked', text: id }));
    await store.create(acme, item, lines, buildAudit());
    expect((await stored(ids[39] ?? '')).case_id).toBe(item.case_id);
    expect((await store.timeline(acme, item.case_id, 'alert_linked', all)).items).toHaveLength(40);
  });

  it('is invisible and unchangeable for another tenant', async () => {
    const item = await create();
    expect(await store.get(globex, item.case_id)).toBeNull();
    const theirs = { ...next(item, {}), tenant_id: globex };
    expect((await rejection(store.update(globex, theirs, [], none, buildAudit('globex')))).code).toBe(
      'not_found',
    );
    const line = { ...buildTimelineEntry(item, { kind: 'comment' }), tenant_id: globex };
    expect((await rejection(store.comment(globex, line, buildAudit('globex')))).code).toBe('not_found');
    expect((await store.timeline(globex, item.case_id, null, all)).items).toEqual([]);
    expect((await store.list(globex, {}, all)).items).toEqual([]);
  });

  it('opens a case for an alert exactly once, also when ten try at once', async () => {
    const alertId = await newAlert();
    const open = () => {
      const item = buildCase('acme', { alert_ids: [alertId] });
      return store.openForAlert(acme, alertId, item, [buildTimelineEntry(item)], buildAudit());
    };
    const before = await auditCount();
    const opened = await Promise.all(Array.from({ length: 10 }, open));
    expect(opened.filter(Boolean)).toHaveLength(1);
    expect(await open()).toBe(false);
    expect(await auditCount()).toBe(before + 1);
  });

  it('opens no case for an alert that people linked or unlinked, and says when there is no such alert', async () => {
    const alertId = await newAlert();
    const item = await create({ alert_ids: [alertId] });
    const other = buildCase('acme', { alert_ids: [alertId] });
    expect(await store.openForAlert(acme, alertId, other, [], buildAudit())).toBe(false);
    await store.update(
      acme,
      next(item, { alert_ids: [] }),
      [],
      { link: [], unlink: [alertId] },
      buildAudit(),
    );
    expect(await stored(alertId)).toMatchObject({ case_id: null, version: 3 });
    expect(await store.openForAlert(acme, alertId, other, [], buildAudit())).toBe(false);
    const unknown = store.openForAlert(acme, 'no-such-alert', other, [], buildAudit());
    expect((await rejection(unknown)).code).toBe('not_found');
    expect(await store.get(acme, other.case_id)).toBeNull();
  });

  it('moves an alert from one case to another only through unlinking', async () => {
    const alertId = await newAlert();
    const one = await create({ alert_ids: [alertId] });
    const two = await create();
    const link = { link: [alertId], unlink: [] };
    const taking = store.update(acme, next(two, { alert_ids: [alertId] }), [], link, buildAudit());
    expect((await rejection(taking)).code).toBe('conflict');
    const wrong = store.update(acme, next(two, {}), [], { link: [], unlink: [alertId] }, buildAudit());
    expect((await rejection(wrong)).code).toBe('conflict');
    await store.update(acme, next(one, { alert_ids: [] }), [], { link: [], unlink: [alertId] }, buildAudit());
    await store.update(acme, next(two, { alert_ids: [alertId] }), [], link, buildAudit());
    expect((await stored(alertId)).case_id).toBe(two.case_id);
  });

  it('lets one of ten concurrent changes of the same version win', async () => {
    const item = await create();
    const before = await auditCount();
    const ends = await Promise.allSettled(
      Array.from({ length: 10 }, (_, i) => {
        const changed = next(item, { title: `Title ${i}` });
        const line = buildTimelineEntry(item, { kind: 'updated' });
        return store.update(acme, changed, [line], none, buildAudit());
      }),
    );
    expect(ends.filter((end) => end.status === 'fulfilled')).toHaveLength(1);
    const codes = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason.code] : []));
    expect(codes).toEqual(Array(9).fill('version_conflict'));
    expect((await store.timeline(acme, item.case_id, 'updated', all)).items).toHaveLength(1);
    expect(await auditCount()).toBe(before + 1);
    expect((await rejection(store.update(acme, next(item, {}), [], none, buildAudit()))).details).toEqual({
      current_version: 2,
    });
  });

  it('takes comments without touching the version, and tells the timeline oldest first', async () => {
    const item = await create();
    for (const minute of [3, 1, 2]) {
      const at = `2026-11-22T11:0${minute}:00.000Z`;
      const line = buildTimelineEntry(item, { kind: 'comment', at, text: `at ${minute}` });
      await store.comment(acme, line, buildAudit());
    }
    const first = await store.timeline(acme, item.case_id, 'comment', { limit: 2, position: null });
    expect(first.items.map((line) => line.text)).toEqual(['at 1', 'at 2']);
    const second = await store.timeline(acme, item.case_id, 'comment', { limit: 2, position: first.next });
    expect(second.items.map((line) => line.text)).toEqual(['at 3']);
    expect(second.next).toBeNull();
    expect((await store.get(acme, item.case_id))?.version).toBe(1);
  });

  describe('listing', () => {
    const wayne = tenantIdSchema.parse('wayne');
    beforeAll(async () => {
      for (let i = 0; i < 12; i++) {
        const assignee = i % 3 === 0 ? 'alice' : null;
        const status = i % 2 === 0 ? 'open' : 'closed';
        const created_at = `2026-11-${10 + i}T10:00:00.000Z`;
        await create({ created_at, assignee, status, title: `${i}` }, 'wayne');
      }
    });
    const titles = async (filter: CaseFilter, limit = 200) => {
      const found: string[] = [];
      for (let position: string | null = null, first = true; first || position !== null; first = false) {
        const page = await store.list(wayne, filter, { limit, position });
        found.push(...page.items.map((item) => item.title));
        position = page.next;
      }
      return found;
    };

    it('is newest first, whatever the page size', async () => {
      const newest = Array.from({ length: 12 }, (_, i) => `${11 - i}`);
      for (const limit of [1, 5, 12, 200]) expect(await titles({}, limit)).toEqual(newest);
    });

    it('filters by every field alone and together, whatever the page size', async () => {
      expect(await titles({ status: 'open' }, 2)).toEqual(['10', '8', '6', '4', '2', '0']);
      expect(await titles({ assignee: 'alice' }, 1)).toEqual(['9', '6', '3', '0']);
      expect(await titles({ severity: 'critical' })).toEqual([]);
      expect(await titles({ status: 'open', assignee: 'alice', severity: 'medium' })).toEqual(['6', '0']);
    });

    it('takes from as included and to as excluded, however the times are written', async () => {
      const from = '2026-11-12T10:00:00Z';
      const to = '2026-11-14T10:00:00.000Z';
      expect(await titles({ from, to })).toEqual(['3', '2']);
      expect(await titles({ from: to })).toEqual(['11', '10', '9', '8', '7', '6', '5', '4']);
      expect(await titles({ from: to, to: from })).toEqual([]);
    });
  });
});
