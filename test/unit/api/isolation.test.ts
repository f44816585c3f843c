import { describe, expect, it } from 'vitest';
import { routes } from '#shared/api/routes.ts';
import type { TenantStatus } from '#shared/schema/tenant.ts';
import { type Call, callApi } from '../../support/api-caller.ts';
import { buildClaims } from '../../support/builders/caller.ts';
import { buildTenant } from '../../support/builders/tenant.ts';
import { makeTwoTenants } from '../../support/two-tenants.ts';

const analyst = buildClaims('soc_analyst');
const admin = buildClaims('tenant_admin');
const operator = buildClaims('platform_admin');

describe('a tenant named in a request', () => {
  const ways: [string, string, Call][] = [
    ['header', 'GET /api/v1/alerts', { headers: { 'x-tenant-id': 'beta' } }],
    ['header, twice', 'GET /api/v1/alerts', { headers: { 'x-tenant-id': 'acme,beta' } }],
    ['query', 'GET /api/v1/alerts', { query: { tenant_id: 'beta' } }],
    ['query, twice', 'GET /api/v1/alerts', { query: { tenant_id: ['acme', 'beta'] } }],
    ['body', 'POST /api/v1/cases', { body: { tenant_id: 'beta', title: 'x', severity: 'low' } }],
    ['body, as a list', 'POST /api/v1/cases', { body: { tenant_id: ['beta'], title: 'x', severity: 'low' } }],
    ['body, as null', 'POST /api/v1/cases', { body: { tenant_id: null, title: 'x', severity: 'low' } }],
    ['path', 'GET /api/v1/tenants/beta', {}],
    ['path against header', 'GET /api/v1/tenants/acme', { headers: { 'x-tenant-id': 'beta' } }],
    ['header on /me', 'GET /api/v1/me', { headers: { 'x-tenant-id': 'beta' } }],
    ['wildcard', 'GET /api/v1/alerts', { headers: { 'x-tenant-id': '*' } }],
    ['upper case', 'GET /api/v1/alerts', { headers: { 'x-tenant-id': 'ACME' } }],
    ['the platform', 'GET /api/v1/cases', { headers: { 'x-tenant-id': 'platform' } }],
  ];
  for (const [way, where, call] of ways) {
    it(`that is another's is refused in the ${way}, in the same words as one that does not exist`, async () => {
      const fake = makeTwoTenants();
      const answer = await callApi(fake.ports, where, { ...call, as: analyst });
      expect([answer.status, answer.body.code]).toEqual([403, 'tenant_mismatch']);
      fake.state.tenants.delete('beta');
      const unknown = await callApi(fake.ports, where, { ...call, as: analyst });
      expect(unknown.text).toBe(answer.text);
      expect(fake.state.searched).toEqual([]);
      expect(fake.state.audit).toEqual([]);
    });
  }

  it('may be the own one everywhere', async () => {
    const { ports } = makeTwoTenants();
    const headers = { 'x-tenant-id': 'acme' };
    const list = await callApi(ports, 'GET /api/v1/alerts', {
      as: analyst,
      headers,
      query: { tenant_id: 'acme' },
    });
    expect(list.status).toBe(200);
    const body = { tenant_id: 'acme', title: 'x', severity: 'low' };
    expect((await callApi(ports, 'POST /api/v1/cases', { as: analyst, headers, body })).status).toBe(201);
    expect((await callApi(ports, 'GET /api/v1/tenants/acme', { as: analyst, headers })).status).toBe(200);
  });
});

describe("another tenant's things", () => {
  const hidden: [string, unknown?][] = [
    ['GET /api/v1/alerts/alert-of-beta'],
    ['PATCH /api/v1/alerts/alert-of-beta', { version: 1, status: 'closed' }],
    ['GET /api/v1/cases/case-of-beta'],
    ['PATCH /api/v1/cases/case-of-beta', { version: 1, status: 'closed' }],
    ['POST /api/v1/cases/case-of-beta/alerts', { alert_id: 'alert-of-acme' }],
    ['POST /api/v1/cases/case-of-acme/alerts', { alert_id: 'alert-of-beta' }],
    ['DELETE /api/v1/cases/case-of-beta/alerts/alert-of-beta'],
    ['DELETE /api/v1/cases/case-of-acme/alerts/alert-of-beta'],
    ['POST /api/v1/cases', { title: 'x', severity: 'low', alert_ids: ['alert-of-beta'] }],
    ['POST /api/v1/cases/case-of-beta/comments', { text: 'x' }],
    ['GET /api/v1/cases/case-of-beta/comments'],
    ['GET /api/v1/cases/case-of-beta/timeline'],
    ['GET /api/v1/sources/source-of-beta'],
    ['PATCH /api/v1/sources/source-of-beta', { version: 1, name: 'x' }],
    ['DELETE /api/v1/sources/source-of-beta'],
    ['GET /api/v1/sources/source-of-beta/health'],
    ['GET /api/v1/sources/source-of-beta/tokens'],
    ['POST /api/v1/sources/source-of-beta/tokens'],
    ['DELETE /api/v1/sources/source-of-beta/tokens/token-of-beta'],
    ['DELETE /api/v1/sources/source-of-acme/tokens/token-of-beta'],
  ];
  for (const [where, body] of hidden) {
    it(`are not there: ${where}`, async () => {
      const fake = makeTwoTenants();
      const before = structuredClone({ ...fake.state, now: null });
      const answer = await callApi(fake.ports, where, { as: admin, body });
      expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
      expect({ ...fake.state, now: null, taken: [] }).toEqual({ ...before, taken: [] });
      const unknown = await callApi(fake.ports, where.replaceAll('-of-beta', '-of-none'), {
        as: admin,
        body:
          body === undefined
            ? undefined
            : JSON.parse(JSON.stringify(body).replaceAll('-of-beta', '-of-none')),
      });
      expect(unknown.text.replaceAll('-of-none', '-of-beta')).toBe(answer.text);
    });
  }

  it('stand in no list', async () => {
    const { ports } = makeTwoTenants();
    for (const list of ['alerts', 'cases', 'sources', 'audit']) {
      const answer = await callApi(ports, `GET /api/v1/${list}`, { as: admin });
      expect(answer.status).toBe(200);
      expect(answer.text).not.toContain('beta');
    }
    const search = await callApi(ports, 'GET /api/v1/cases', { as: admin, query: { q: 'case-of-beta' } });
    expect(search.body.items).toEqual([]);
  });

  it('are handed to ports with the own tenant only, whatever the search text says', async () => {
    const fake = makeTwoTenants();
    await callApi(fake.ports, 'GET /api/v1/alerts', {
      as: analyst,
      query: { q: 'tenant_id:beta OR _index:alerts-*' },
    });
    expect(fake.state.searched).toEqual([
      { tenantId: 'acme', filter: { text: 'tenant_id:beta OR _index:alerts-*' } },
    ]);
  });

  it('do not answer to the same idempotency key', async () => {
    const { ports } = makeTwoTenants();
    const call = { headers: { 'idempotency-key': 'k1' }, body: { title: 'x', severity: 'low' } };
    const first = await callApi(ports, 'POST /api/v1/cases', { ...call, as: { ...analyst, sub: 'same' } });
    const other = { ...buildClaims('soc_analyst', 'beta'), sub: 'same' };
    const second = await callApi(ports, 'POST /api/v1/cases', { ...call, as: other });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.tenant_id).toBe('beta');
    expect(second.body.case_id).not.toBe(first.body.case_id);
  });
});

describe('a platform_admin', () => {
  const tenantRoutes = routes.filter(
    (route) => route.scope === 'tenant' && !route.path.includes('{tenant_id}'),
  );

  it('must name a tenant on every route of tenants', async () => {
    for (const { method, path } of tenantRoutes) {
      const where = `${method} ${path.replaceAll(/\{(\w+)_id\}/g, '$1-of-acme')}`;
      const answer = await callApi(makeTwoTenants().ports, where, { as: operator });
      expect([answer.status, answer.body.code], where).toEqual([400, 'tenant_required']);
    }
  });

  it('leaves a record in the tenant with every read, before anything is read', async () => {
    for (const { method, path, operation } of routes.filter(
      (one) => one.scope === 'tenant' && one.method === 'GET',
    )) {
      const fake = makeTwoTenants();
      const where = `${method} ${path.replaceAll(/\{(\w+)_id\}/g, (_, noun) => (noun === 'tenant' ? 'acme' : `${noun}-of-acme`))}`;
      const answer = await callApi(fake.ports, where, { as: operator, headers: { 'x-tenant-id': 'acme' } });
      expect(answer.status, where).toBe(200);
      expect(fake.state.audit).toHaveLength(1);
      expect(fake.state.audit[0]).toMatchObject({
        tenant_id: 'acme',
        action: 'actForTenant',
        target: 'tenant/acme',
        actor: { id: 'platform_admin-of-platform', role: 'platform_admin' },
        after: { operation },
        request_id: 'request-1',
      });
    }
  });

  it('leaves its role in the record of a change', async () => {
    const fake = makeTwoTenants();
    const answer = await callApi(fake.ports, 'PATCH /api/v1/alerts/alert-of-beta', {
      as: operator,
      headers: { 'x-tenant-id': 'beta' },
      body: { version: 1, status: 'acknowledged' },
    });
    expect(answer.status).toBe(200);
    expect(fake.state.audit).toMatchObject([
      { tenant_id: 'beta', action: 'updateAlert', actor: { role: 'platform_admin' } },
    ]);
  });

  it('is held to the one tenant that it names', async () => {
    const { ports } = makeTwoTenants();
    const contradicting = await callApi(ports, 'GET /api/v1/tenants/acme', {
      as: operator,
      headers: { 'x-tenant-id': 'beta' },
    });
    expect([contradicting.status, contradicting.body.code]).toEqual([403, 'tenant_mismatch']);
    const foreign = await callApi(ports, 'GET /api/v1/cases/case-of-acme', {
      as: operator,
      headers: { 'x-tenant-id': 'beta' },
    });
    expect(foreign.status).toBe(404);
  });

  it('learns that a tenant does not exist, or is no name of one', async () => {
    const { ports } = makeTwoTenants();
    const get = (name: string) =>
      callApi(ports, 'GET /api/v1/cases', { as: operator, headers: { 'x-tenant-id': name } });
    expect((await get('gamma')).body.code).toBe('not_found');
    expect((await get('a*')).body.code).toBe('invalid_request');
    expect((await get('platform')).body.code).toBe('not_found');
  });

  it("reads the platform's own trail by naming it, and leaves no record of that", async () => {
    const fake = makeTwoTenants();
    await callApi(fake.ports, 'POST /api/v1/tenants/acme/suspend', { as: operator });
    const trail = await callApi(fake.ports, 'GET /api/v1/audit', {
      as: operator,
      headers: { 'x-tenant-id': 'platform' },
    });
    expect(trail.body.items).toMatchObject([
      { tenant_id: 'platform', action: 'suspendTenant', target: 'tenant/acme' },
    ]);
    expect(fake.state.audit).toHaveLength(2);
  });
});

describe("a tenant's status", () => {
  const read = 'GET /api/v1/cases';
  const change = { body: { title: 'x', severity: 'low' } };
  const expected: [TenantStatus, number, number, number, number][] = [
    // status, member reads, member changes, operator reads, operator changes
    ['provisioning', 200, 403, 200, 403],
    ['active', 200, 201, 200, 201],
    ['suspended', 200, 403, 200, 403],
    ['deleted', 403, 403, 200, 403],
    ['purging', 403, 403, 200, 403],
    ['purged', 403, 403, 200, 403],
  ];
  for (const [status, ...codes] of expected) {
    it(`${status} lets through what it should`, async () => {
      const fake = makeTwoTenants();
      fake.state.tenants.set('acme', buildTenant('acme', { status }));
      const headers = { 'x-tenant-id': 'acme' };
      const answers = [
        await callApi(fake.ports, read, { as: analyst }),
        await callApi(fake.ports, 'POST /api/v1/cases', { as: analyst, ...change }),
        await callApi(fake.ports, read, { as: operator, headers }),
        await callApi(fake.ports, 'POST /api/v1/cases', { as: operator, headers, ...change }),
      ];
      expect(answers.map((answer) => answer.status)).toEqual(codes);
      for (const answer of answers.filter((one) => one.status === 403))
        expect(answer.body.code).toBe('tenant_inactive');
    });
  }

  it('shuts out the users of a tenant that does not exist', async () => {
    const { ports } = makeTwoTenants();
    const answer = await callApi(ports, 'GET /api/v1/me', { as: buildClaims('auditor', 'gamma') });
    expect([answer.status, answer.body.code]).toEqual([403, 'tenant_inactive']);
  });
});
