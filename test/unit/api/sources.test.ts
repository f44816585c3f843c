import { describe, expect, it } from 'vitest';
import { sha256 } from '#shared/ids.ts';
import { TOKEN_MARK } from '#shared/snippets/snippet.ts';
import { callApi } from '../../support/api-caller.ts';
import { buildClaims } from '../../support/builders/caller.ts';
import { buildSource, buildToken } from '../../support/builders/source.ts';
import { makeTwoTenants } from '../../support/two-tenants.ts';

const admin = buildClaims('tenant_admin');
const call = (fake: ReturnType<typeof makeTwoTenants>, where: string, body?: object) =>
  callApi(fake.ports, where, { as: admin, body });

describe('a source', () => {
  it('is created active, its connector told by the events', async () => {
    const fake = makeTwoTenants();
    const answer = await call(fake, 'POST /api/v1/sources', { name: 'Edge', source_type: 'firewall' });
    expect([answer.status, answer.headers.location]).toEqual([
      201,
      `/api/v1/sources/${answer.body.source_id}`,
    ]);
    expect(answer.body).toMatchObject({ tenant_id: 'acme', connector: 'auto', status: 'active', version: 1 });
    expect(fake.state.audit).toMatchObject([{ action: 'createSource', after: { name: 'Edge' } }]);
    expect((await call(fake, `GET ${answer.headers.location}`)).body).toEqual(answer.body);
    expect((await call(fake, 'GET /api/v1/sources')).body.items).toHaveLength(2);
  });

  it('names a connector that exists', async () => {
    const source = { name: 'Edge', source_type: 'firewall' };
    const good = await call(makeTwoTenants(), 'POST /api/v1/sources', { ...source, connector: 'ecs-json' });
    expect(good.status).toBe(201);
    const bad = await call(makeTwoTenants(), 'POST /api/v1/sources', {
      ...source,
      connector: 'carrier-pigeon',
    });
    expect([bad.status, bad.body.code]).toEqual([400, 'invalid_request']);
    expect(bad.body.detail).toContain('ecs-json');
  });

  it('changes with its version', async () => {
    const fake = makeTwoTenants();
    const where = 'PATCH /api/v1/sources/source-of-acme';
    const answer = await call(fake, where, { version: 1, status: 'disabled' });
    expect(answer.body).toMatchObject({
      status: 'disabled',
      version: 2,
      updated_at: '2026-11-22T09:00:00.000Z',
    });
    expect(fake.state.audit).toMatchObject([{ before: { status: 'active' }, after: { status: 'disabled' } }]);
    const late = await call(fake, where, { version: 1, name: 'x' });
    expect([late.status, late.body.details]).toEqual([409, { current_version: 2 }]);
    expect((await call(fake, where, { version: 2, status: 'disabled' })).body.version).toBe(2);
    expect(fake.state.audit).toHaveLength(1);
  });

  it('has a ready configuration for every shipper, with the cell’s address and a mark for the token', async () => {
    const fake = makeTwoTenants();
    const ask = (source: string, base_url: string) =>
      callApi(fake.ports, `GET /api/v1/sources/${source}/snippets`, { as: admin, query: { base_url } });
    const answer = await ask('source-of-acme', 'https://siem.example.com');
    expect(answer.status).toBe(200);
    const items = answer.body.items as { shipper: string; text: string }[];
    expect(items.map(({ shipper }) => shipper)).toContain('syslog-ng');
    for (const { text } of items) expect(text).toContain(TOKEN_MARK);
    for (const bad of ['https://a.example/path', 'ftp://a.example', 'https://a.example"\n', '']) {
      expect((await ask('source-of-acme', bad)).status).toBe(400);
    }
    expect((await ask('source-of-globex', 'https://siem.example.com')).status).toBe(404);
  });

  it('gets a signature’s secret that is shown once, and told to no audit record', async () => {
    const fake = makeTwoTenants();
    const where = 'POST /api/v1/sources/source-of-acme/signature';
    const made = await call(fake, where, { scheme: 'standard-webhooks' });
    expect(made.body).toMatchObject({ path: '/v1/ingest/raw/source-of-acme', scheme: 'standard-webhooks' });
    expect(made.body.secret).toMatch(/^whsec_/);
    expect(fake.state.webhooks.get('source-of-acme')?.secret).toBe(made.body.secret);
    const given = await call(fake, where, { scheme: 'slack', secret: 'the secret that Slack shows' });
    expect(given.status).toBe(400);
    const good = await call(fake, where, { scheme: 'slack', secret: '8f742231b10e8888abcd99yyyzzz85a5' });
    expect([good.status, good.body.secret]).toEqual([200, null]);
    expect(JSON.stringify(fake.state.audit)).not.toMatch(/whsec_|8f742231b10e/);
    const remove = 'DELETE /api/v1/sources/source-of-acme/signature';
    expect((await call(fake, remove)).status).toBe(204);
    expect((await call(fake, remove)).status).toBe(404);
    expect(
      (await call(fake, 'POST /api/v1/sources/source-of-beta/signature', { scheme: 'github' })).status,
    ).toBe(404);
  });

  it('is deleted', async () => {
    const fake = makeTwoTenants();
    expect((await call(fake, 'DELETE /api/v1/sources/source-of-acme')).status).toBe(204);
    expect((await call(fake, 'GET /api/v1/sources/source-of-acme')).status).toBe(404);
    expect(fake.state.audit).toMatchObject([{ action: 'deleteSource', after: null }]);
  });

  it('tells its health', async () => {
    const answer = await call(makeTwoTenants(), 'GET /api/v1/sources/source-of-acme/health');
    expect(answer.body).toMatchObject({ source_id: 'source-of-acme', events: 0, failed: 0 });
  });
});

describe('a source token', () => {
  const tokens = '/api/v1/sources/source-of-acme/tokens';

  it('is shown once, stored as its SHA-256 and known by its first characters', async () => {
    const fake = makeTwoTenants();
    const answer = await call(fake, `POST ${tokens}`);
    const { token, token_id, hint } = answer.body;
    expect(answer.status).toBe(201);
    expect(token).toMatch(/^ghs_[\w-]{43}$/);
    expect(hint).toBe(token.slice(0, 8));
    expect(fake.state.tokens.get(`acme#source-of-acme#${token_id}`)?.hash).toBe(sha256(token));
    expect(JSON.stringify([[...fake.state.tokens], fake.state.audit])).not.toContain(token);
    const list = await call(fake, `GET ${tokens}`);
    expect(list.body.items).toHaveLength(2);
    expect(list.text).not.toContain(token);
    expect(list.text).not.toContain(sha256(token));
  });

  it('is revoked once and stays in the list', async () => {
    const fake = makeTwoTenants();
    expect((await call(fake, `DELETE ${tokens}/token-of-acme`)).status).toBe(204);
    expect((await call(fake, `DELETE ${tokens}/token-of-acme`)).status).toBe(204);
    expect((await call(fake, `GET ${tokens}`)).body.items).toMatchObject([
      { revoked_at: '2026-11-22T09:00:00.000Z' },
    ]);
    expect(fake.state.audit).toHaveLength(1);
    expect((await call(fake, `DELETE ${tokens}/token-of-none`)).status).toBe(404);
  });

  it('is one of at most ten live ones', async () => {
    const fake = makeTwoTenants();
    for (let i = 0; i < 9; i++) {
      const token = buildToken(buildSource('acme', { source_id: 'source-of-acme' }), { token_id: `t${i}` });
      fake.state.tokens.set(`acme#source-of-acme#t${i}`, { token, hash: `h${i}` });
    }
    const full = await call(fake, `POST ${tokens}`);
    expect([full.status, full.body.code]).toEqual([409, 'conflict']);
    await call(fake, `DELETE ${tokens}/t3`);
    expect((await call(fake, `POST ${tokens}`)).status).toBe(201);
  });

  it('reaches no auditor and no analyst when it is made', async () => {
    for (const role of ['auditor', 'soc_analyst'] as const) {
      const answer = await callApi(makeTwoTenants().ports, `POST ${tokens}`, { as: buildClaims(role) });
      expect(answer.status).toBe(403);
    }
  });
});
