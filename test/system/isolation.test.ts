import { beforeAll, describe, expect, test } from 'vitest';
import type { Alert } from '#shared/schema/alert.ts';
import type { Case } from '#shared/schema/case.ts';
import type { Source } from '#shared/schema/source.ts';
import { call, eventually, newSource, operatorToken, push, unique, userToken } from '../support/cell.ts';
import { failedLogin, failedLogins } from '../support/failed-logins.ts';
import { alertOf, alertsOf, pipelineCaughtUp } from '../support/find-alerts.ts';

const itemsOf = <T>(json: unknown) => (json as { items: T[] }).items;
const codeOf = (json: unknown) => (json as { code: string }).code;

/** Acme's things, and globex's people trying to get at them. */
describe('a tenant never meets another', () => {
  const actor = unique('victim');
  let alert: Alert;
  let caseId = '';
  let source: { sourceId: string; tokenId: string; token: string };
  let globexAdmin = '';
  let globexAnalyst = '';
  let globexAuditor = '';

  beforeAll(async () => {
    source = await newSource('acme', unique('isolated'));
    await push(source.token, failedLogins(actor, 10, 1));
    alert = await alertOf('acme', actor);
    const acme = await userToken('acme', 'soc_analyst');
    caseId = await eventually(
      async () =>
        ((await call({ path: `/api/v1/alerts/${alert.alert_id}`, token: acme })).json as Alert).case_id,
      'the case',
    );
    globexAdmin = await userToken('globex', 'tenant_admin');
    globexAnalyst = await userToken('globex', 'soc_analyst');
    globexAuditor = await userToken('globex', 'auditor');
  });

  test('naming it in the header is refused on every list, in the words for a tenant that does not exist', async () => {
    for (const path of ['alerts', 'cases', 'sources', 'audit']) {
      const known = await call({
        path: `/api/v1/${path}`,
        token: globexAdmin,
        headers: { 'x-tenant-id': 'acme' },
      });
      const unknown = await call({
        path: `/api/v1/${path}`,
        token: globexAdmin,
        headers: { 'x-tenant-id': 'nosuch' },
      });
      expect([known.status, codeOf(known.json)]).toEqual([403, 'tenant_mismatch']);
      const { request_id: _a, ...one } = known.json as Record<string, unknown>;
      const { request_id: _b, ...other } = unknown.json as Record<string, unknown>;
      expect(one).toEqual(other);
    }
  });

  test('naming it in the path, the query or the body is refused', async () => {
    const tries = [
      { path: '/api/v1/tenants/acme' },
      { path: '/api/v1/tenants/acme', method: 'PATCH', body: { organization_name: 'mine', version: 1 } },
      { path: '/api/v1/alerts?tenant_id=acme' },
      { path: '/api/v1/cases?tenant_id=globex&tenant_id=acme' },
      { path: '/api/v1/cases', method: 'POST', body: { title: 't', severity: 'low', tenant_id: 'acme' } },
    ];
    for (const request of tries) {
      const answer = await call({ ...request, token: globexAdmin });
      expect([request.path, answer.status, codeOf(answer.json)]).toEqual([
        request.path,
        403,
        'tenant_mismatch',
      ]);
    }
  });

  test('its alert, case, source and token ids are not found', async () => {
    const version = 1;
    const tries = [
      { path: `/api/v1/alerts/${alert.alert_id}` },
      { path: `/api/v1/alerts/${alert.alert_id}`, method: 'PATCH', body: { status: 'closed', version } },
      { path: `/api/v1/cases/${caseId}` },
      { path: `/api/v1/cases/${caseId}`, method: 'PATCH', body: { title: 'mine', version } },
      { path: `/api/v1/cases/${caseId}/timeline` },
      { path: `/api/v1/cases/${caseId}/comments` },
      { path: `/api/v1/cases/${caseId}/comments`, method: 'POST', body: { text: 'hello' } },
      { path: `/api/v1/sources/${source.sourceId}` },
      { path: `/api/v1/sources/${source.sourceId}/health` },
      { path: `/api/v1/sources/${source.sourceId}/tokens` },
      { path: `/api/v1/sources/${source.sourceId}/tokens`, method: 'POST', body: {} },
      { path: `/api/v1/sources/${source.sourceId}/tokens/${source.tokenId}`, method: 'DELETE' },
      { path: `/api/v1/sources/${source.sourceId}`, method: 'DELETE' },
    ];
    for (const request of tries) {
      const answer = await call({ ...request, token: globexAdmin });
      expect([request.method ?? 'GET', request.path, answer.status]).toEqual([
        request.method ?? 'GET',
        request.path,
        404,
      ]);
      expect(JSON.stringify(answer.json)).not.toContain(actor);
    }
  });

  test('its alert can not be linked to a case of ours', async () => {
    const mine = await call({
      method: 'POST',
      path: '/api/v1/cases',
      token: globexAnalyst,
      body: { title: 'ours', severity: 'low' },
    });
    const { case_id } = mine.json as Case;
    const link = await call({
      method: 'POST',
      path: `/api/v1/cases/${case_id}/alerts`,
      token: globexAnalyst,
      body: { alert_id: alert.alert_id },
    });
    expect(link.status).toBe(404);
    const created = await call({
      method: 'POST',
      path: '/api/v1/cases',
      token: globexAnalyst,
      body: { title: 'ours too', severity: 'low', alert_ids: [alert.alert_id] },
    });
    expect(created.status).toBe(404);
    const untouched = await call({
      path: `/api/v1/alerts/${alert.alert_id}`,
      token: await userToken('acme', 'soc_analyst'),
    });
    expect((untouched.json as Alert).case_id).toBe(caseId);
  });

  test('search text is words: no field, wildcard or index name reaches over', async () => {
    const texts = [
      actor,
      '*',
      `*${actor.slice(0, 6)}*`,
      'tenant_id:acme',
      'alerts-acme',
      'alerts-*',
      '_index:alerts-acme',
      `" OR tenant_id:"acme`,
      '{"match_all":{}}',
      '../alerts-acme/_search',
    ];
    for (const text of texts) {
      for (const list of ['alerts', 'cases']) {
        const answer = await call({
          path: `/api/v1/${list}?limit=200&q=${encodeURIComponent(text)}`,
          token: globexAnalyst,
        });
        expect([text, answer.status]).toEqual([text, 200]);
        expect(itemsOf<{ tenant_id: string }>(answer.json).every((item) => item.tenant_id === 'globex')).toBe(
          true,
        );
        expect(JSON.stringify(answer.json)).not.toContain(actor);
      }
    }
  });

  test('a cursor of its list is not ours to use', async () => {
    const acme = await userToken('acme', 'soc_analyst');
    await call({
      method: 'POST',
      path: '/api/v1/cases',
      token: acme,
      body: { title: 'one more', severity: 'low' },
    });
    const page = await call({ path: '/api/v1/cases?limit=1', token: acme });
    const { next } = page.json as { next: string };
    expect(next).toEqual(expect.any(String));
    const stolen = await call({
      path: `/api/v1/cases?limit=1&cursor=${encodeURIComponent(next)}`,
      token: globexAnalyst,
    });
    expect(stolen.status).toBe(400);
    const own = await call({ path: `/api/v1/cases?limit=1&cursor=${encodeURIComponent(next)}`, token: acme });
    expect(own.status).toBe(200);
  });

  test('the same idempotency key in two tenants is two requests', async () => {
    const key = unique('key');
    const make = (token: string, title: string) =>
      call({
        method: 'POST',
        path: '/api/v1/cases',
        token,
        headers: { 'idempotency-key': key },
        body: { title, severity: 'low' },
      });
    const acme = (await make(await userToken('acme', 'soc_analyst'), 'same')).json as Case;
    const globex = (await make(globexAnalyst, 'same')).json as Case;
    expect(globex.case_id).not.toBe(acme.case_id);
    expect([acme.tenant_id, globex.tenant_id]).toEqual(['acme', 'globex']);
    const replay = (await make(globexAnalyst, 'same')).json as Case;
    expect(replay.case_id).toBe(globex.case_id);
  });

  test('its sources and its audit trail are in no list of ours', async () => {
    const sources = itemsOf<Source>((await call({ path: '/api/v1/sources', token: globexAdmin })).json);
    expect(sources.every((one) => one.tenant_id === 'globex')).toBe(true);
    const audit = itemsOf<{ tenant_id: string }>(
      (await call({ path: '/api/v1/audit?limit=200', token: globexAuditor })).json,
    );
    expect(audit.length).toBeGreaterThan(0);
    expect(audit.every((one) => one.tenant_id === 'globex')).toBe(true);
  });

  test('events can not be pushed into it: not by header, not by body, not by another token', async () => {
    const target = unique('planted');
    const globexSource = await newSource('globex', unique('intruder'));
    const byHeader = await push(globexSource.token, failedLogins(target, 10, 1), { 'x-tenant-id': 'acme' });
    expect([byHeader.status, codeOf(byHeader.json)]).toEqual([403, 'tenant_mismatch']);
    const byUser = await push(globexAdmin, failedLogins(target, 10, 1), { 'x-tenant-id': 'acme' });
    expect([byUser.status, codeOf(byUser.json)]).toEqual([403, 'tenant_mismatch']);
    const withoutHeader = await push(globexAdmin, failedLogins(target, 10, 1));
    expect(withoutHeader.status).toBe(403);
    const byBody = await push(globexSource.token, [
      failedLogin(target, 1, { tenant_id: 'acme' }),
      failedLogin(target, 2, { tenant_id: 'globex' }),
    ]);
    expect(byBody.json).toMatchObject({ accepted: 1, rejected: 1, errors: [{ index: 0 }] });
    await pipelineCaughtUp('acme', source.token);
    expect(await alertsOf('acme', target)).toEqual([]);
  });

  test('a source token is good for events only, and a user token of the audit role pushes none', async () => {
    for (const path of ['/api/v1/alerts', '/api/v1/me', '/api/v1/sources']) {
      expect((await call({ path, token: source.token })).status).toBe(401);
    }
    const answer = await push(globexAuditor, failedLogins(unique('x'), 1, 1), { 'x-tenant-id': 'globex' });
    expect([answer.status, codeOf(answer.json)]).toEqual([403, 'forbidden']);
  });

  test('a revoked token is refused at once', async () => {
    const revoked = await newSource('globex', unique('revoked'));
    expect((await push(revoked.token, failedLogins(unique('y'), 1, 1))).status).toBe(202);
    const gone = await call({
      method: 'DELETE',
      path: `/api/v1/sources/${revoked.sourceId}/tokens/${revoked.tokenId}`,
      token: globexAdmin,
    });
    expect(gone.status).toBe(204);
    expect((await push(revoked.token, failedLogins(unique('y'), 1, 1))).status).toBe(401);
  });

  test('the operator reaches a tenant only by naming it, and leaves a trace there', async () => {
    const operator = await operatorToken();
    const unnamed = await call({ path: '/api/v1/alerts', token: operator });
    expect([unnamed.status, codeOf(unnamed.json)]).toEqual([400, 'tenant_required']);
    const named = await call({
      path: `/api/v1/alerts/${alert.alert_id}`,
      token: operator,
      headers: { 'x-tenant-id': 'acme' },
    });
    expect(named.status).toBe(200);
    const audit = await call({
      path: '/api/v1/audit?limit=50',
      token: await userToken('acme', 'auditor'),
    });
    const trace = itemsOf<{ actor: { role: string }; action: string }>(audit.json).find(
      (one) => one.actor.role === 'platform_admin' && one.action === 'actForTenant',
    );
    expect(trace).toBeDefined();
  });
});
