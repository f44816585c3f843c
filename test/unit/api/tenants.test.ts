import { describe, expect, it } from 'vitest';
import { DomainError } from '#shared/errors.ts';
import { callApi } from '../../support/api-caller.ts';
import { buildClaims } from '../../support/builders/caller.ts';
import { buildTenant } from '../../support/builders/tenant.ts';
import { makeTwoTenants } from '../../support/two-tenants.ts';

const operator = buildClaims('platform_admin');
const admin = buildClaims('tenant_admin');
const gamma = {
  customer_code: 'gamma',
  organization_name: 'Gamma',
  contact_email: 'soc@gamma.example',
  industry: 'Finance',
  data_residency: 'eu',
};
const create = (fake: ReturnType<typeof makeTwoTenants>, body: object = gamma) =>
  callApi(fake.ports, 'POST /api/v1/tenants', { as: operator, body });

describe('creating a tenant', () => {
  it('makes it active, with the defaults, its index and a record in both trails', async () => {
    const fake = makeTwoTenants();
    const answer = await create(fake);
    expect([answer.status, answer.headers.location]).toEqual([201, '/api/v1/tenants/gamma']);
    expect(answer.body).toEqual({
      ...gamma,
      tenant_id: 'gamma',
      archive_schema: 'canonical',
      export_schema: 'canonical',
      retention_days: 90,
      retention_by: 'ism',
      limits: { events_per_second: 2000, burst_seconds: 10, requests_per_second: 50 },
      status: 'active',
      created_at: '2026-11-22T09:00:00.000Z',
      updated_at: '2026-11-22T09:00:00.000Z',
      deleted_at: null,
      version: 2,
    });
    expect(fake.state.ensured).toEqual([{ tenantId: 'gamma', retentionDays: 90 }]);
    expect(fake.state.audit.map((record) => [record.tenant_id, record.action, record.after?.status])).toEqual(
      [
        ['gamma', 'createTenant', 'provisioning'],
        ['gamma', 'createTenant', 'active'],
        ['platform', 'createTenant', 'active'],
      ],
    );
  });

  it('takes some of the limits and fills in the rest', async () => {
    const answer = await create(makeTwoTenants(), {
      ...gamma,
      retention_days: 7,
      limits: { events_per_second: 5 },
    });
    expect(answer.body).toMatchObject({
      retention_days: 7,
      limits: { events_per_second: 5, burst_seconds: 10, requests_per_second: 50 },
    });
  });

  for (const [why, code, expected] of [
    ['in use', 'acme', 'code_taken'],
    ['the beginning of another', 'acm', 'code_taken'],
    ['a longer one of another', 'acme2', 'code_taken'],
    ['reserved', 'platform', 'invalid_request'],
    ['reserved', 'gatehouse', 'invalid_request'],
    ['upper case', 'Gamma', 'invalid_request'],
    ['too short', 'g', 'invalid_request'],
    ['too long', 'g'.repeat(17), 'invalid_request'],
    ['a wildcard', 'gam*', 'invalid_request'],
    ['ending in a hyphen', 'gamma-', 'invalid_request'],
  ] as const) {
    it(`is refused for a code that is ${why}: ${code}`, async () => {
      const fake = makeTwoTenants();
      const answer = await create(fake, { ...gamma, customer_code: code });
      expect(answer.body.code).toBe(expected);
      expect([fake.state.tenants.size, fake.state.ensured]).toEqual([2, []]);
    });
  }

  it('is refused with 422 for data that may not live here, and says what may', async () => {
    const fake = makeTwoTenants();
    const answer = await create(fake, { ...gamma, data_residency: 'us' });
    expect([answer.status, answer.body.code]).toEqual([422, 'residency_refused']);
    expect(answer.body.details).toEqual({ requested: 'us', region: 'eu-west-1', serves: ['eu', 'uk'] });
    expect(fake.state.tenants.has('gamma')).toBe(false);
  });

  it('takes data that may live anywhere', async () => {
    expect((await create(makeTwoTenants(), { ...gamma, data_residency: 'any' })).status).toBe(201);
  });

  it('that broke off is completed by repeating it, with the details of the repeat', async () => {
    const fake = makeTwoTenants();
    const ensure = fake.ports.search.ensureTenant;
    fake.ports.search.ensureTenant = () =>
      Promise.reject(new DomainError('unavailable', 'The index is overloaded.'));
    const failed = await create(fake);
    expect([failed.status, fake.state.tenants.get('gamma')?.status]).toEqual([503, 'provisioning']);
    fake.ports.search.ensureTenant = ensure;
    const again = await create(fake, { ...gamma, organization_name: 'Gamma Ltd', retention_days: 30 });
    expect(again.body).toMatchObject({
      status: 'active',
      organization_name: 'Gamma Ltd',
      retention_days: 30,
      version: 2,
    });
    expect((await create(fake)).body.code).toBe('code_taken');
  });
});

describe('changing a tenant', () => {
  const patch = (fake: ReturnType<typeof makeTwoTenants>, as: object, body: object) =>
    callApi(fake.ports, 'PATCH /api/v1/tenants/acme', { as: { ...as }, body });

  it('writes what changed, from what to what', async () => {
    const fake = makeTwoTenants();
    const answer = await patch(fake, admin, {
      version: 1,
      organization_name: 'Acme Ltd',
      contact_email: 'security@acme.example',
    });
    expect(answer.body).toMatchObject({
      organization_name: 'Acme Ltd',
      version: 2,
      updated_at: '2026-11-22T09:00:00.000Z',
    });
    expect(fake.state.audit).toMatchObject([
      {
        tenant_id: 'acme',
        action: 'updateTenant',
        before: { organization_name: 'Acme Corporation' },
        after: { organization_name: 'Acme Ltd' },
        actor: { email: 'tenant_admin@acme.example', role: 'tenant_admin' },
      },
    ]);
  });

  it('writes nothing where nothing changes', async () => {
    const fake = makeTwoTenants();
    const answer = await patch(fake, admin, { version: 1, organization_name: 'Acme Corporation' });
    expect([answer.status, answer.body.version, fake.state.audit]).toEqual([200, 1, []]);
  });

  it('is refused for an outdated version, which it tells', async () => {
    const answer = await patch(makeTwoTenants(), admin, { version: 7, organization_name: 'x' });
    expect([answer.status, answer.body.code, answer.body.details]).toEqual([
      409,
      'version_conflict',
      { current_version: 1 },
    ]);
  });

  for (const field of ['customer_code', 'data_residency']) {
    it(`never touches ${field}, and says why`, async () => {
      const answer = await patch(makeTwoTenants(), operator, { version: 1, [field]: 'eu' });
      expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request']);
      expect(answer.body.detail).toContain(`${field} is given once and can't be changed`);
    });
  }

  it('needs something to change', async () => {
    expect((await patch(makeTwoTenants(), admin, { version: 1 })).body.detail).toContain(
      'names nothing to change',
    );
  });

  for (const change of [{ retention_days: 5 }, { limits: { events_per_second: 9 } }]) {
    it(`of ${Object.keys(change)} is the operator's`, async () => {
      const fake = makeTwoTenants();
      const refused = await patch(fake, admin, { version: 1, ...change });
      expect([refused.status, refused.body.code, refused.body.details]).toEqual([
        403,
        'forbidden',
        { fields: Object.keys(change) },
      ]);
      expect(fake.state.ensured).toEqual([]);
      expect((await patch(fake, operator, { version: 1, ...change })).status).toBe(200);
    });
  }

  it('of the retention reaches the index, also when it is repeated', async () => {
    const fake = makeTwoTenants();
    const first = await patch(fake, operator, { version: 1, retention_days: 7 });
    expect(first.body).toMatchObject({ retention_days: 7, retention_by: 'ism' });
    await patch(fake, operator, { version: 2, retention_days: 7 });
    expect(fake.state.ensured).toEqual([
      { tenantId: 'acme', retentionDays: 7 },
      { tenantId: 'acme', retentionDays: 7 },
    ]);
  });

  it('of one limit leaves the others', async () => {
    const answer = await patch(makeTwoTenants(), operator, { version: 1, limits: { burst_seconds: 3 } });
    expect(answer.body.limits).toEqual({
      events_per_second: 2000,
      burst_seconds: 3,
      requests_per_second: 50,
    });
  });
});

describe("a tenant's life cycle", () => {
  const step = (fake: ReturnType<typeof makeTwoTenants>, where: string) =>
    callApi(fake.ports, where, { as: operator });

  it('goes from active over suspended, deleted and back, to the purge', async () => {
    const fake = makeTwoTenants();
    const walk: [string, number, string][] = [
      ['POST /api/v1/tenants/acme/suspend', 200, 'suspended'],
      ['POST /api/v1/tenants/acme/suspend', 200, 'suspended'],
      ['POST /api/v1/tenants/acme/resume', 200, 'active'],
      ['POST /api/v1/tenants/acme/purge', 409, 'active'],
      ['DELETE /api/v1/tenants/acme', 204, 'deleted'],
      ['DELETE /api/v1/tenants/acme', 204, 'deleted'],
      ['POST /api/v1/tenants/acme/suspend', 409, 'deleted'],
      ['POST /api/v1/tenants/acme/resume', 200, 'active'],
      ['DELETE /api/v1/tenants/acme', 204, 'deleted'],
      ['POST /api/v1/tenants/acme/purge', 202, 'purging'],
      ['POST /api/v1/tenants/acme/purge', 202, 'purging'],
      ['POST /api/v1/tenants/acme/resume', 409, 'purging'],
      ['DELETE /api/v1/tenants/acme', 409, 'purging'],
    ];
    for (const [where, status, after] of walk) {
      expect((await step(fake, where)).status, where).toBe(status);
      expect(fake.state.tenants.get('acme')?.status, where).toBe(after);
    }
    expect(fake.state.purges).toEqual(['acme', 'acme']);
    expect(fake.state.tenants.get('acme')?.deleted_at).toBe('2026-11-22T09:00:00.000Z');
  });

  it('stands in the trail of the tenant and, for good, in that of the platform', async () => {
    const fake = makeTwoTenants();
    await step(fake, 'DELETE /api/v1/tenants/acme');
    expect(fake.state.audit).toMatchObject(
      ['acme', 'platform'].map((tenant_id) => ({
        tenant_id,
        action: 'deleteTenant',
        target: 'tenant/acme',
        before: { status: 'active' },
        after: { status: 'deleted' },
      })),
    );
  });

  it('says what a step needs', async () => {
    const answer = await step(makeTwoTenants(), 'POST /api/v1/tenants/acme/purge');
    expect([answer.body.code, answer.body.details]).toEqual([
      'conflict',
      { status: 'active', allowed_from: ['deleted'] },
    ]);
  });

  it('is not there for a tenant that is not', async () => {
    expect((await step(makeTwoTenants(), 'POST /api/v1/tenants/gamma/suspend')).status).toBe(404);
    expect((await step(makeTwoTenants(), 'DELETE /api/v1/tenants/gamma')).status).toBe(404);
  });
});

describe('reading tenants', () => {
  it('shows all of them to the operator, page by page', async () => {
    const fake = makeTwoTenants();
    const first = await callApi(fake.ports, 'GET /api/v1/tenants', { as: operator, query: { limit: '1' } });
    expect(first.body.items.map((tenant: { tenant_id: string }) => tenant.tenant_id)).toEqual(['acme']);
    const query = { limit: '1', cursor: first.body.next };
    const second = await callApi(fake.ports, 'GET /api/v1/tenants', { as: operator, query });
    expect([second.body.items[0].tenant_id, second.body.next]).toEqual(['beta', null]);
  });

  it('shows members their own', async () => {
    const fake = makeTwoTenants();
    fake.state.tenants.set('acme', buildTenant('acme', { retention_by: 'retention-job' }));
    for (const role of ['tenant_admin', 'soc_analyst', 'auditor'] as const) {
      const answer = await callApi(fake.ports, 'GET /api/v1/tenants/acme', { as: buildClaims(role) });
      expect(answer.body).toMatchObject({ tenant_id: 'acme', retention_by: 'retention-job' });
    }
  });
});
