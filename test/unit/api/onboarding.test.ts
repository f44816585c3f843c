import { describe, expect, it } from 'vitest';
import { tenantIdSchema } from '#shared/ids.ts';
import { callApi } from '../../support/api-caller.ts';
import { buildClaims } from '../../support/builders/caller.ts';
import { makeFakePorts } from '../../support/fake-ports.ts';
import { makeTwoTenants } from '../../support/two-tenants.ts';

const acme = tenantIdSchema.parse('acme');
const admin = buildClaims('tenant_admin');
const operator = buildClaims('platform_admin');
const body = {
  existing_soc: false,
  organization_name: 'Acme',
  contact_email: 'soc@acme.example',
  industry: 'Technology',
};
const azure = {
  azure_tenant_id: '11111111-1111-4111-8111-111111111111',
  client_id: '22222222-2222-4222-8222-222222222222',
  client_secret: 'the-client-secret',
  subscription_id: '33333333-3333-4333-8333-333333333333',
  resource_group: 'rg-acme',
  workspace_name: 'law-acme',
  location: 'westeurope',
};
const setup = 'POST /api/v1/onboarding/tenant/setup';

describe('the setup of a tenant', () => {
  it('is begun by the tenant’s own admin before there is a tenant, and by the operator for any', async () => {
    const own = makeFakePorts();
    const answer = await callApi(own.ports, setup, { as: admin, body });
    expect([answer.status, answer.body.tenant_id, own.state.runs.length], answer.text).toEqual([
      202,
      'acme',
      1,
    ]);
    const any = makeFakePorts();
    const other = await callApi(any.ports, setup, { as: operator, body: { ...body, tenant_id: 'newco' } });
    expect([other.status, other.body.tenant_id], other.text).toEqual([202, 'newco']);
  });

  it('is refused for another tenant, and without a tenant from the operator', async () => {
    const fake = makeTwoTenants();
    const foreign = await callApi(fake.ports, setup, { as: admin, body: { ...body, tenant_id: 'beta' } });
    expect([foreign.status, foreign.body.code]).toEqual([403, 'tenant_mismatch']);
    const unnamed = await callApi(fake.ports, setup, { as: operator, body });
    expect(unnamed.body.code).toBe('tenant_required');
    const reserved = await callApi(fake.ports, setup, {
      as: operator,
      body: { ...body, tenant_id: 'gatehouse' },
    });
    expect(reserved.body.code).toBe('invalid_request');
    expect(fake.state.runs).toEqual([]);
  });

  it('keeps secrets in the secret store and nowhere else, and says that the shared key is of no use', async () => {
    const { ports, state } = makeFakePorts();
    const secrets = { sentinel_shared_key: 'the-shared-key', azure };
    const answer = await callApi(ports, setup, {
      as: admin,
      body: { ...body, ...secrets, existing_soc: true },
    });
    expect(answer.status, answer.text).toBe(202);
    expect(answer.body.notices.join()).toContain('14 September 2026');
    expect([...state.secrets.values()].sort()).toEqual(['the-client-secret', 'the-shared-key']);
    const kept = JSON.stringify([await ports.journal.runs(acme), state.audit]);
    for (const secret of ['the-client-secret', 'the-shared-key']) {
      expect(answer.text).not.toContain(secret);
      expect(kept).not.toContain(secret);
    }
  });

  it('needs the app registration for Sentinel', async () => {
    const { ports } = makeFakePorts();
    const answer = await callApi(ports, setup, { as: admin, body: { ...body, platforms: ['sentinel'] } });
    expect([answer.status, answer.body.details.issues[0].path]).toEqual([400, 'azure']);
  });

  it('keeps a tenant’s data as long as before, and tells the operator where that is changed', async () => {
    const fake = makeTwoTenants();
    const days = fake.state.tenants.get('acme')?.retention_days ?? 0;
    expect(days).not.toBe(90);
    const as = (who: typeof admin, more: object) =>
      callApi(fake.ports, setup, { as: who, body: { ...body, tenant_id: 'acme', ...more } });
    const refused = await as(operator, { retention_days: days + 1 });
    expect([refused.status, refused.body.details.issues[0].path]).toEqual([400, 'retention_days']);
    expect((await as(operator, {})).status).toBe(202);
    expect((await fake.ports.journal.runs(acme))[0]?.setup.retention_days).toBe(days);
    const other = makeTwoTenants();
    await callApi(other.ports, setup, { as: admin, body: { ...body, retention_days: 999 } });
    expect((await other.ports.journal.runs(acme))[0]?.setup.retention_days).toBe(days);
    const fresh = makeFakePorts();
    await callApi(fresh.ports, setup, { as: admin, body });
    expect((await fresh.ports.journal.runs(acme))[0]?.setup.retention_days).toBe(90);
  });

  it('is refused while another run of the tenant is at work', async () => {
    const { ports } = makeFakePorts();
    await callApi(ports, setup, { as: admin, body });
    const second = await callApi(ports, setup, { as: admin, body });
    expect([second.status, second.body.code]).toEqual([409, 'conflict']);
  });
});

describe('a run', () => {
  const path = '/api/v1/onboarding/tenant/acme';

  it('that never was is not started again, and its status says so', async () => {
    const { ports } = makeTwoTenants();
    expect((await callApi(ports, `POST ${path}/retry`, { as: admin, body: {} })).status).toBe(404);
    expect((await callApi(ports, `GET ${path}/status`, { as: admin })).body).toMatchObject({
      state: 'not_started',
      run: null,
    });
  });

  it('is stopped, started again once its execution is over, and not while it is at work', async () => {
    let running = true;
    const started: string[] = [];
    const executions = {
      start: async (_: unknown, run: { run_id: string; attempt: number }) =>
        void started.push(`${run.attempt}`),
      isRunning: async () => running,
    };
    const { ports } = makeFakePorts({ executions });
    await callApi(ports, setup, { as: admin, body });
    expect((await callApi(ports, `POST ${path}/retry`, { as: admin, body: {} })).status).toBe(409);
    expect((await callApi(ports, `POST ${path}/stop`, { as: admin, body: {} })).body.state).toBe('stopping');
    running = false;
    expect((await callApi(ports, `POST ${path}/retry`, { as: admin, body: {} })).body).toMatchObject({
      state: 'running',
      attempt: 2,
    });
    expect((await callApi(ports, `POST ${path}/undo`, { as: admin, body: {} })).body).toMatchObject({
      state: 'undoing',
      attempt: 3,
    });
    expect(started).toEqual(['1', '2', '3']);
  });

  it('whose start was cut off is started by whoever looks at it, once a request can’t be at it any more', async () => {
    const at: boolean[] = [];
    let running = false;
    let cut = true;
    const executions = {
      start: async () => {
        if (cut) throw new Error('the function was killed');
        at.push(true);
        running = true;
      },
      isRunning: async () => running,
    };
    const { ports, state } = makeFakePorts({ executions });
    expect((await callApi(ports, setup, { as: admin, body })).status).toBe(500);
    cut = false;
    const look = () => callApi(ports, `GET ${path}/status`, { as: admin });
    expect((await look()).body.state).toBe('running');
    expect(at).toEqual([]);
    state.now = new Date(state.now.getTime() + 61_000);
    await look();
    await look();
    expect(at).toEqual([true]);
  });

  it('of another tenant is not there', async () => {
    const { ports } = makeTwoTenants();
    const answer = await callApi(ports, 'GET /api/v1/onboarding/tenant/beta/status', { as: admin });
    expect(answer.body.code).toBe('tenant_mismatch');
  });
});

describe('a customer code', () => {
  it.each([
    ['fresh', true],
    ['acme', false],
    ['acme2', false],
    ['gatehouse', false],
    ['Not-A-Code', false],
  ])('%s is free: %s', async (code, free) => {
    const { ports } = makeTwoTenants();
    const answer = await callApi(ports, `GET /api/v1/onboarding/codes/${code}`, { as: operator });
    expect([answer.body.free, answer.body.reason === null]).toEqual([free, free]);
  });
});

describe('the wizard’s page', () => {
  it('keeps no field that is named like a secret, however deep', async () => {
    const { ports } = makeFakePorts();
    const save = {
      version: 0,
      current_step: 2,
      done_steps: [1],
      answers: { azure: { list: [{ client_secret: 'x' }] } },
    };
    const where = 'PUT /api/v1/onboarding/tenant/acme/wizard';
    expect((await callApi(ports, where, { as: admin, body: save })).status).toBe(400);
    const clean = { ...save, answers: { azure: { list: ['firewall'] } } };
    expect((await callApi(ports, where, { as: admin, body: clean })).body.version).toBe(1);
  });
});
