import { describe, expect, inject, test } from 'vitest';
import type { Tenant } from '#shared/schema/tenant.ts';
import { archivedEvents } from '../support/archived-events.ts';
import { call, eventually, operatorToken, push, unique } from '../support/cell.ts';
import { failedLogins } from '../support/failed-logins.ts';
import { createTenant, newCode } from '../support/new-tenant.ts';

const codeOf = (json: unknown) => (json as { code: string }).code;

describe('a tenant', () => {
  test('is created, read, changed, suspended, resumed, deleted and purged, and its code stays taken', async () => {
    const token = await operatorToken();
    const code = newCode();
    const created = await createTenant(code);
    expect(created.status).toBe(201);
    expect(created.json).toMatchObject({
      tenant_id: code,
      customer_code: code,
      status: 'active',
      retention_days: 30,
      retention_by: 'retention-job',
    });
    const path = `/api/v1/tenants/${code}`;
    const changed = await call({
      method: 'PATCH',
      path,
      token,
      body: { organization_name: 'Initrode', version: (created.json as Tenant).version },
    });
    expect(changed.json).toMatchObject({ organization_name: 'Initrode' });
    const stale = await call({ method: 'PATCH', path, token, body: { organization_name: 'x', version: 1 } });
    expect([stale.status, codeOf(stale.json)]).toEqual([409, 'version_conflict']);
    const renamed = await call({
      method: 'PATCH',
      path,
      token,
      body: { customer_code: 'other', version: 3 },
    });
    expect(renamed.status).toBe(400);

    const pushed = await push(token, failedLogins(unique('left'), 10, 1), { 'x-tenant-id': code });
    expect(pushed.status).toBe(202);
    await eventually(async () => (await archivedEvents(inject('stack'), code)).length === 10, 'the archive');

    expect((await call({ method: 'POST', path: `${path}/suspend`, token, body: {} })).json).toMatchObject({
      status: 'suspended',
    });
    expect((await call({ method: 'POST', path: `${path}/resume`, token, body: {} })).json).toMatchObject({
      status: 'active',
    });
    const early = await call({ method: 'POST', path: `${path}/purge`, token, body: {} });
    expect(early.status).toBe(409);
    expect((await call({ method: 'DELETE', path, token })).status).toBe(204);
    expect((await call({ path, token })).json).toMatchObject({ status: 'deleted' });
    expect((await call({ method: 'POST', path: `${path}/purge`, token, body: {} })).status).toBe(202);
    await eventually(
      async () => ((await call({ path, token })).json as Tenant).status === 'purged',
      'the purge to end',
    );
    expect(await archivedEvents(inject('stack'), code)).toEqual([]);
    const again = await createTenant(code);
    expect([again.status, codeOf(again.json)]).toEqual([409, 'code_taken']);
  });

  test('can not take a code that is taken, begins another or is begun by another', async () => {
    const code = newCode();
    expect((await createTenant(code)).status).toBe(201);
    for (const collision of [code, `${code}2`, code.slice(0, -1), `${code}-eu`]) {
      const answer = await createTenant(collision);
      expect([collision, answer.status, codeOf(answer.json)]).toEqual([collision, 409, 'code_taken']);
    }
  });

  test('may not live where its data may not', async () => {
    const answer = await createTenant(newCode(), { data_residency: 'us' });
    expect([answer.status, codeOf(answer.json)]).toEqual([422, 'residency_refused']);
    expect((answer.json as { detail: string }).detail).toContain('eu');
  });

  test('has a code that stands in names: lower case, short, not reserved', async () => {
    for (const code of ['Acme', 'a', 'has space', 'x'.repeat(17), '-a', 'a-', 'admin', 'a_b', 'a*']) {
      expect([code, (await createTenant(code)).status]).toEqual([code, 400]);
    }
  });

  test('is listed page by page without gap or double', async () => {
    const token = await operatorToken();
    const seen: string[] = [];
    let next: string | null = null;
    do {
      const cursor: string = next === null ? '' : `&cursor=${encodeURIComponent(next)}`;
      const page = await call({ path: `/api/v1/tenants?limit=2${cursor}`, token });
      const { items, next: following } = page.json as { items: Tenant[]; next: string | null };
      seen.push(...items.map((one) => one.tenant_id));
      next = following;
    } while (next !== null);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(['acme', 'globex']));
  });
});
