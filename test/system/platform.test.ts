import { expect, test } from 'vitest';
import { call, operatorToken, userToken } from '../support/cell.ts';

test('health and readiness answer without a token, and readiness asks what it depends on', async () => {
  expect((await call({ path: '/health' })).json).toMatchObject({ status: 'ok' });
  const ready = await call({ path: '/ready' });
  expect(ready.status).toBe(200);
  expect(JSON.stringify(ready.json)).toMatch(/dynamodb.*|opensearch.*/);
  for (const name of ['dynamodb', 'kinesis', 'opensearch'])
    expect(JSON.stringify(ready.json)).toContain(name);
});

test('the API describes itself as OpenAPI 3.1, and as a page to read', async () => {
  const document = await call({ path: '/openapi.json' });
  expect(document.json).toMatchObject({ openapi: expect.stringMatching(/^3\.1/) });
  const paths = Object.keys((document.json as { paths: object }).paths);
  expect(paths).toEqual(expect.arrayContaining(['/v1/ingest/events', '/api/v1/cases/{case_id}/comments']));
  const page = await call({ path: '/docs' });
  expect(page.headers.get('content-type')).toContain('text/html');
});

test('an unknown path and a wrong method are problems that say so', async () => {
  const token = await operatorToken();
  const unknown = await call({ path: '/api/v1/nothing', token });
  expect([unknown.status, (unknown.json as { code: string }).code]).toEqual([404, 'not_found']);
  const method = await call({ method: 'DELETE', path: '/api/v1/alerts', token });
  expect([method.status, method.headers.get('allow')]).toEqual([405, 'GET']);
});

test('control plane requests that are wrong get their problem', async () => {
  const token = await userToken('acme', 'tenant_admin');
  const post = (raw: string, headers: Record<string, string>) =>
    call({ method: 'POST', path: '/api/v1/cases', token, raw, headers });
  const json = { 'content-type': 'application/json' };
  const codes = async (answer: Awaited<ReturnType<typeof post>>) => [
    answer.status,
    (answer.json as { code: string }).code,
  ];
  expect(await codes(await post('{"title":', json))).toEqual([400, 'invalid_request']);
  expect(await codes(await post('{"title":""}', json))).toEqual([400, 'invalid_request']);
  expect(await codes(await post('title=x', { 'content-type': 'text/plain' }))).toEqual([
    415,
    'unsupported_media_type',
  ]);
  expect(await codes(await post(`{"title":"${'x'.repeat(300_000)}"}`, json))).toEqual([
    413,
    'payload_too_large',
  ]);
  const key = { ...json, 'idempotency-key': `k-${Date.now()}` };
  expect((await post('{"title":"one","severity":"low"}', key)).status).toBe(201);
  expect(await codes(await post('{"title":"two","severity":"low"}', key))).toEqual([
    422,
    'idempotency_mismatch',
  ]);
  const forged = await call({ path: '/api/v1/alerts', token: `${token.slice(0, -4)}AAAA` });
  expect(forged.status).toBe(401);
});

test('the audit trail can be read and not changed', async () => {
  const token = await userToken('acme', 'auditor');
  const list = await call({ path: '/api/v1/audit?limit=5', token });
  expect(list.status).toBe(200);
  const [first] = (list.json as { items: { audit_id: string }[] }).items;
  for (const method of ['PATCH', 'DELETE', 'PUT', 'POST']) {
    const one = await call({
      method,
      path: `/api/v1/audit/${first?.audit_id}`,
      token: await operatorToken(),
    });
    const all = await call({ method, path: '/api/v1/audit', token: await operatorToken() });
    expect([one.status, all.status]).toEqual([404, 405]);
  }
});
