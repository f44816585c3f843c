import { beforeAll, describe, expect, it } from 'vitest';
import { makeDynamoAuditStore } from '#shared/aws/dynamo-audit-store.ts';
import { makeDynamoTenantStore } from '#shared/aws/dynamo-tenant-store.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import type { AuditStore } from '#shared/ports/audit-store.ts';
import type { TenantStore } from '#shared/ports/tenant-store.ts';
import { buildAudit } from '../support/builders/audit.ts';
import { buildTenant } from '../support/builders/tenant.ts';
import { rejection } from '../support/rejection.ts';
import { scratchTables } from '../support/scratch.ts';

const id = (code: string) => tenantIdSchema.parse(code);

describe('the tenant store', () => {
  const scratch = scratchTables('tenants', 'audit');
  let store: TenantStore;
  let audit: AuditStore;
  beforeAll(() => {
    const names = { tenantsTable: scratch.names.tenants, auditTable: scratch.names.audit };
    store = makeDynamoTenantStore(scratch.client, names);
    audit = makeDynamoAuditStore(scratch.client, names);
  });
  const create = (code: string) => store.create(id(code), buildTenant(code), buildAudit(code));
  const records = async (code: string) => (await audit.list(id(code), { limit: 50, position: null })).items;

  it('keeps a tenant as it was given, with the audit record of its making', async () => {
    const record = buildAudit('first', { action: 'createTenant' });
    await store.create(id('first'), buildTenant('first'), record);
    expect(await store.get(id('first'))).toEqual(buildTenant('first'));
    expect(await records('first')).toEqual([record]);
  });

  it('knows no tenant that was never made', async () => {
    expect(await store.get(id('nobody'))).toBeNull();
  });

  it('refuses a code in use, and codes that begin it or begin with it, without naming the other', async () => {
    await create('globex');
    for (const [code, rule] of [
      ['globex', 'unique'],
      ['glob', 'not_a_prefix'],
      ['gl', 'not_a_prefix'],
      ['globex2', 'not_an_extension'],
      ['globex-north', 'not_an_extension'],
    ] as const) {
      const foreseen = await store.refusalOf(code);
      const error = await rejection(create(code));
      expect(foreseen).toMatchObject({ code: 'code_taken', details: { rule } });
      expect(error.code).toBe('code_taken');
      expect(error.details).toEqual({ rule });
      if (code !== 'globex') {
        expect(error.message).not.toContain('globex');
        expect(await store.get(id(code))).toBeNull();
        expect(await records(code)).toEqual([]);
      }
    }
    expect(await store.refusalOf('globin')).toBeNull();
    await create('globin');
  });

  it('keeps a purged tenant’s code taken', async () => {
    await create('initech');
    await store.update(
      id('initech'),
      buildTenant('initech', { status: 'purged', version: 2 }),
      buildAudit('initech'),
    );
    expect((await rejection(create('initech'))).details).toEqual({ rule: 'unique' });
    expect((await rejection(create('initech2'))).code).toBe('code_taken');
  });

  it('lets exactly one of twenty creations at once have the code', async () => {
    const ends = await Promise.allSettled(Array.from({ length: 20 }, () => create('hooli')));
    expect(ends.filter((end) => end.status === 'fulfilled')).toHaveLength(1);
    expect(await records('hooli')).toHaveLength(1);
  });

  it.each(['u', 'v'])(
    'lets exactly one of fourteen nested codes in “%s” win when all are taken at once',
    async (first) => {
      // Each begins with all the shorter ones, so any two collide; asked for from either end.
      const codes = Array.from({ length: 14 }, (_, i) => `${first}${'m'.repeat(i + 1)}`);
      const ends = await Promise.allSettled((first === 'u' ? codes : codes.toReversed()).map(create));
      expect(ends.filter((end) => end.status === 'fulfilled')).toHaveLength(1);
      const made = await Promise.all(codes.map((code) => store.get(id(code))));
      expect(made.filter((tenant) => tenant !== null)).toHaveLength(1);
    },
  );

  it('changes a tenant only from the version that the caller saw', async () => {
    await create('wayne');
    const second = buildTenant('wayne', { retention_days: 90, version: 2 });
    await store.update(id('wayne'), second, buildAudit('wayne'));
    expect(await store.get(id('wayne'))).toEqual(second);
    const error = await rejection(store.update(id('wayne'), second, buildAudit('wayne')));
    expect(error.code).toBe('version_conflict');
    expect(error.details).toEqual({ current_version: 2 });
    expect(await records('wayne')).toHaveLength(2);
    const unknown = store.update(
      id('nowhere'),
      buildTenant('nowhere', { version: 2 }),
      buildAudit('nowhere'),
    );
    expect((await rejection(unknown)).code).toBe('not_found');
  });

  it('refuses an item of one tenant in a call for another', async () => {
    await expect(store.create(id('one'), buildTenant('two'), buildAudit('one'))).rejects.toThrow(
      'handed to a call',
    );
  });

  it('lists all tenants once, page by page', async () => {
    const codes: string[] = [];
    for (let position: string | null = null, first = true; first || position !== null; first = false) {
      const page = await store.list({ limit: 2, position });
      expect(page.items.length).toBeLessThanOrEqual(2);
      codes.push(...page.items.map((tenant) => tenant.customer_code));
      position = page.next;
    }
    expect(codes).toEqual([...new Set(codes)].sort());
    expect(codes).toEqual(expect.arrayContaining(['first', 'globex', 'globin', 'hooli', 'initech', 'wayne']));
  });
});
