import { describe, expect, it } from 'vitest';
import { templates } from '#shared/datasources/templates.ts';
import { sha256 } from '#shared/ids.ts';
import { TOKEN_MARK } from '#shared/snippets/snippet.ts';
import { callApi } from '../../support/api-caller.ts';
import { buildClaims } from '../../support/builders/caller.ts';
import { makeTwoTenants } from '../../support/two-tenants.ts';

const admin = buildClaims('tenant_admin');
const base = '/api/v1/onboarding';
type Fake = ReturnType<typeof makeTwoTenants>;
const call = (fake: Fake, where: string, body?: object, headers?: Record<string, string>) =>
  callApi(fake.ports, where, { as: admin, body, ...(headers && { headers }) });
const connect = (fake: Fake, body: object, headers?: Record<string, string>) =>
  call(fake, `POST ${base}/datasources/connect`, body, headers);
const okta = {
  template_id: 'okta',
  settings: { org_url: 'https://acme.okta.com', api_token: 'very-secret-token' },
};

describe('templates', () => {
  it('are listed with forms that draw themselves, and say nothing of any tenant', async () => {
    const { body } = await call(makeTwoTenants(), `GET ${base}/connectors/templates`);
    expect(body.items).toHaveLength(templates.length);
    const m365 = body.items.find((one: { template_id: string }) => one.template_id === 'm365');
    expect(m365.settings.map(({ name }: { name: string }) => name)).toEqual([
      'azure_tenant_id',
      'client_id',
      'client_secret',
      'plan',
    ]);
    expect(m365.settings[3]).toMatchObject({ kind: 'select', default: 'enterprise' });
    expect(m365).not.toHaveProperty('probe');
    expect(JSON.stringify(body)).not.toContain('{{');
  });
});

describe('connecting', () => {
  it('a source that pushes gives it a token once, and texts that carry it', async () => {
    const fake = makeTwoTenants();
    const body = { template_id: 'cisco-asa', name: 'Edge', base_url: 'https://siem.example.com' };
    const headers = { 'idempotency-key': 'once' };
    const answer = await connect(fake, body, headers);
    expect(answer.status).toBe(201);
    const { datasource, token, snippets, instructions } = answer.body;
    expect(datasource).toMatchObject({
      name: 'Edge',
      template_id: 'cisco-asa',
      source_type: 'firewall',
      connector_type: 'syslog_cef',
      connector: 'cisco-asa',
      status: 'active',
      health: { state: 'unknown' },
    });
    expect(fake.state.tokens.get(sha256(token))?.token.source_id ?? tokenOf(fake, token)).toBe(
      datasource.source_id,
    );
    expect(snippets[0].text).toContain(token);
    expect(instructions).toContain(`https://siem.example.com as the source ${datasource.source_id}`);
    const again = await connect(fake, body, headers);
    expect(again.body).toMatchObject({ token: null, snippets: [], datasource: { name: 'Edge' } });
    expect(JSON.stringify([...fake.state.idempotency.values(), ...fake.state.audit])).not.toContain(token);
  });

  it('a source that is fetched puts its secrets into the secret store and nowhere else', async () => {
    const fake = makeTwoTenants();
    const answer = await connect(fake, okta);
    expect(answer.body).toMatchObject({
      token: null,
      snippets: [],
      datasource: { connector_type: 'api_poll' },
    });
    const id = answer.body.datasource.source_id;
    expect(fake.state.secrets.get(`acme/source-${id}`)).toBe('{"api_token":"very-secret-token"}');
    const kept = JSON.stringify([[...fake.state.sources.values()], fake.state.audit, answer.body]);
    expect(kept).not.toContain('very-secret-token');
    expect(answer.body.datasource.settings).toEqual({ org_url: 'https://acme.okta.com' });
    expect(answer.body.instructions).not.toContain(TOKEN_MARK);
  });

  it('a source that is deleted takes its secrets along', async () => {
    const fake = makeTwoTenants();
    const id = (await connect(fake, okta)).body.datasource.source_id;
    fake.state.secrets.set(`beta/source-${id}`, 'of another tenant');
    expect((await call(fake, `DELETE /api/v1/sources/${id}`)).status).toBe(204);
    expect([...fake.state.secrets.keys()]).toEqual([`beta/source-${id}`]);
  });

  it('refuses what is no template, and settings that do not fit it, before it keeps anything', async () => {
    const fake = makeTwoTenants();
    expect((await connect(fake, { template_id: 'fax' })).body.code).toBe('invalid_request');
    const bad = await connect(fake, { template_id: 'okta', settings: { org_url: 'acme' } });
    expect([bad.status, bad.body.detail]).toEqual([400, expect.stringContaining('settings.')]);
    expect(fake.state.secrets.size).toBe(0);
    expect((await call(fake, `GET ${base}/datasources`)).body.items).toHaveLength(1);
  });
});

describe('data sources', () => {
  it('are listed with how they do, those without a template too', async () => {
    const fake = makeTwoTenants();
    await connect(fake, okta);
    const { body } = await call(fake, `GET ${base}/datasources`);
    expect(body.items.map((one: { template_id: string }) => one.template_id).sort()).toEqual(
      ['okta', null].sort(),
    );
    expect(JSON.stringify(body)).not.toContain('beta');
  });

  it('tell their health with rates, failures and where the fetching stands', async () => {
    const fake = makeTwoTenants();
    const id = (await connect(fake, okta)).body.datasource.source_id;
    const at = '2026-11-22T08:59:00.000Z';
    fake.state.health.set(`acme#${id}`, { last_event_at: at, lag_seconds: 4 });
    fake.state.hours.set(`acme#${id}`, [{ hour: '2026-11-22T08:00:00.000Z', events: 30, failed: 0 }]);
    fake.state.faults.set(`acme#${id}`, [{ reason: 'not JSON', count: 2, last_at: at }]);
    const poller = {
      cursor_at: at,
      last_run_at: at,
      next_run_at: null,
      paused: true,
      last_error: null,
      not_covered: [],
    };
    fake.state.pollers.set(`acme#${id}`, poller);
    const { body } = await call(fake, `GET ${base}/datasources/${id}/health`);
    expect(body).toMatchObject({
      state: 'failing',
      last_event_at: at,
      rate_per_hour: 30,
      usual_rate_per_hour: null,
      lag_seconds: 4,
      failures: [{ reason: 'not JSON', count: 2 }],
      poller,
    });
  });

  it('of another tenant are not there', async () => {
    const fake = makeTwoTenants();
    for (const id of ['source-of-beta', 'source-of-nobody']) {
      const answer = await call(fake, `GET ${base}/datasources/${id}/health`);
      expect([answer.status, answer.body.detail]).toEqual([404, 'There is no such source.']);
    }
  });
});

describe('testing', () => {
  it('a source begins a test, starts its work and records who asked', async () => {
    const fake = makeTwoTenants();
    const { source_id } = (await connect(fake, { template_id: 'linux' })).body.datasource;
    const where = `${base}/datasources/${source_id}/test`;
    expect((await call(fake, `GET ${where}`)).status).toBe(404);
    const begun = await call(fake, `POST ${where}`, { mode: 'await' });
    expect([begun.status, begun.headers.location]).toEqual([202, where]);
    expect(begun.body).toMatchObject({ state: 'running', mode: 'await', source_id });
    expect(begun.body).not.toHaveProperty('probe');
    expect(fake.state.proofs.started).toEqual([begun.body.test_id]);
    expect(fake.state.audit.at(-1)).toMatchObject({ action: 'testDatasource' });
    expect((await call(fake, `GET ${where}`)).body).toEqual(begun.body);
    expect((await call(fake, `POST ${where}`, { mode: 'await' })).body).toEqual(begun.body);
    expect((await call(fake, `POST ${where}`, { mode: 'send' })).body.code).toBe('conflict');
    expect(fake.state.proofs.started).toHaveLength(1);
    fake.state.now = new Date(fake.state.now.getTime() + 600_000);
    const over = await call(fake, `GET ${where}`);
    expect(over.body).toMatchObject({ state: 'failed', reason: 'No event came before the time was over.' });
    const { items } = (await call(fake, `GET ${base}/datasources`)).body;
    const listed = items.find((one: { source_id: string }) => one.source_id === source_id);
    expect(listed.last_test).toMatchObject({ state: 'failed' });
  });

  it('a source that is switched off is refused, one of another tenant is not there', async () => {
    const fake = makeTwoTenants();
    const test = (id: string) => call(fake, `POST ${base}/datasources/${id}/test`, {});
    expect((await test('source-of-beta')).status).toBe(404);
    expect((await call(fake, `GET ${base}/datasources/source-of-beta/test`)).status).toBe(404);
    await call(fake, 'PATCH /api/v1/sources/source-of-acme', { version: 1, status: 'disabled' });
    expect((await test('source-of-acme')).body.code).toBe('conflict');
    expect(fake.state.proofs.started).toEqual([]);
  });
});

describe('validating', () => {
  const where = `${base}/tenant/acme`;

  it('begins the six checks, or one, and not twice at once', async () => {
    const fake = makeTwoTenants();
    const begun = await call(fake, `POST ${where}/validate`, {});
    expect([begun.status, begun.headers.location]).toEqual([202, `${where}/validation`]);
    expect(begun.body.checks.map(({ title, state }: Record<string, string>) => [title, state])).toEqual(
      ['Tenant', 'SIEM', 'Connectors', 'Rules', 'Ingestion', 'Playbooks'].map((title) => [title, 'pending']),
    );
    expect(fake.state.proofs.started).toEqual([begun.body.validation_id]);
    expect((await call(fake, `GET ${where}/validation`)).body).toEqual(begun.body);
    expect((await call(fake, `POST ${where}/validate`, { check: 'rules' })).body.code).toBe('conflict');
    expect((await call(fake, `POST ${where}/validate`, { check: 'luck' })).status).toBe(400);
  });

  it('is of one’s own tenant only', async () => {
    const fake = makeTwoTenants();
    for (const ask of ['POST', 'GET'] as const) {
      const path = `${ask} ${base}/tenant/beta/${ask === 'POST' ? 'validate' : 'validation'}`;
      const answer = await call(fake, path, ask === 'POST' ? {} : undefined);
      expect([answer.status, answer.body.code]).toEqual([403, 'tenant_mismatch']);
    }
    fake.state.proofs.validations.clear();
    expect((await call(fake, `GET ${where}/validation`)).status).toBe(404);
  });
});

function tokenOf(fake: Fake, token: string): string | undefined {
  return [...fake.state.tokens.values()].find(({ hash }) => hash === sha256(token))?.token.source_id;
}
