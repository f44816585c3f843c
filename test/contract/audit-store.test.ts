import { beforeAll, describe, expect, it } from 'vitest';
import { makeDynamoAuditStore } from '#shared/aws/dynamo-audit-store.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import type { AuditStore } from '#shared/ports/audit-store.ts';
import { buildAudit } from '../support/builders/audit.ts';
import { rejection } from '../support/rejection.ts';
import { scratchTables } from '../support/scratch.ts';

const acme = tenantIdSchema.parse('acme');
const globex = tenantIdSchema.parse('globex');

describe('the audit store', () => {
  const scratch = scratchTables('audit');
  let store: AuditStore;
  beforeAll(() => {
    store = makeDynamoAuditStore(scratch.client, { auditTable: scratch.names.audit });
  });

  it('lists a tenant’s records newest first, page by page', async () => {
    const records = Array.from({ length: 5 }, (_, i) =>
      buildAudit('acme', { at: `2026-11-22T10:0${i}:00.000Z` }),
    );
    for (const record of records) await store.append(acme, record);
    await store.append(globex, buildAudit('globex'));
    const first = await store.list(acme, { limit: 3, position: null });
    const second = await store.list(acme, { limit: 3, position: first.next });
    expect([...first.items, ...second.items]).toEqual(records.toReversed());
    expect(second.next).toBeNull();
  });

  it('has no next page when the last one is exactly full', async () => {
    expect((await store.list(acme, { limit: 5, position: null })).next).toBeNull();
  });

  it('takes the same record again as the retry it is, and never another in its place', async () => {
    const record = buildAudit('globex', { at: '2026-11-22T12:00:00.000Z', after: { status: 'closed' } });
    await store.append(globex, record);
    await store.append(globex, record);
    const forged = { ...record, after: { status: 'open' } };
    expect((await rejection(store.append(globex, forged))).code).toBe('conflict');
    expect((await store.list(globex, { limit: 10, position: null })).items).toContainEqual(record);
  });

  it('refuses a record of another tenant', async () => {
    await expect(store.append(acme, buildAudit('globex'))).rejects.toThrow('handed to a call');
  });
});
