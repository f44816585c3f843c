import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { call, eventually, newSource, operatorToken, push, unique, userToken } from '../support/cell.ts';
import { failedLogins } from '../support/failed-logins.ts';
import { createTenant, newCode } from '../support/new-tenant.ts';

type Refused = { status: number; code: string; detail: string; request_id: string };

describe('what the ingest endpoint refuses, with status and problem details', () => {
  let token = '';
  beforeAll(async () => {
    token = (await newSource('acme', unique('errors'))).token;
  });

  const refused = async (raw: BodyInit, headers: Record<string, string> = {}, credential = token) => {
    const answer = await call({ method: 'POST', path: '/v1/ingest/events', token: credential, raw, headers });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const problem = answer.json as Refused;
    expect(problem.status).toBe(answer.status);
    expect(problem.request_id).toEqual(expect.any(String));
    return `${answer.status} ${problem.code}`;
  };

  test('400 for a body that is empty, blank, cut off or no event at all', async () => {
    expect(await refused('')).toBe('400 invalid_request');
    expect(await refused(' \n ')).toBe('400 invalid_request');
    expect(await refused('{"user":{"name":"al')).toBe('400 invalid_request');
    expect(await refused('[]')).toBe('400 invalid_request');
    expect(await refused('42')).toBe('400 invalid_request');
    expect(await refused(gzipSync('{"a":1}').subarray(0, 15))).toBe('400 invalid_request');
  });

  test('401 without a token, with a forged one and with a scheme nobody knows', async () => {
    const body = JSON.stringify(failedLogins('x', 1, 1));
    const forged = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"x"}').toString('base64url')}.`;
    expect(await refused(body, {}, '')).toBe('401 unauthenticated');
    expect(await refused(body, {}, 'ghs_nosuchtoken')).toBe('401 unauthenticated');
    expect(await refused(body, {}, forged)).toBe('401 unauthenticated');
    expect(await refused(body, { authorization: `Digest ${token}` }, '')).toBe('401 unauthenticated');
  });

  test('403 for a header that names another tenant, and 403 while the tenant is suspended', async () => {
    const body = JSON.stringify(failedLogins('x', 1, 1));
    expect(await refused(body, { 'x-tenant-id': 'globex' })).toBe('403 tenant_mismatch');
    const operator = await operatorToken();
    const code = newCode();
    const created = await createTenant(code);
    expect(created.status).toBe(201);
    const asOperator = { 'x-tenant-id': code };
    const pushed = await push(operator, failedLogins('x', 1, 1), asOperator);
    expect(pushed.status).toBe(202);
    await call({ method: 'POST', path: `/api/v1/tenants/${code}/suspend`, token: operator, body: {} });
    expect(await refused(body, asOperator, operator)).toBe('403 tenant_inactive');
  });

  test('413 for a body over the limit, also when it is only large after unzipping', async () => {
    expect(await refused(`[${'1'.repeat(4_600_000)}]`)).toBe('413 payload_too_large');
    expect(await refused(gzipSync(`[${' '.repeat(21_000_000)}]`))).toBe('413 payload_too_large');
  });

  test('413 from the front door for 11 MB', async () => {
    expect(await refused(`[${'1'.repeat(11_000_000)}]`)).toBe('413 payload_too_large');
  });

  test('415 for what is neither text nor gzip', async () => {
    expect(await refused(Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xff]))).toBe(
      '415 unsupported_media_type',
    );
    expect(await refused(Buffer.from('{"a":"é"}', 'latin1'))).toBe('415 unsupported_media_type');
  });

  test('429 with Retry-After for one tenant over its limit, while another is served', async () => {
    const operator = await operatorToken();
    const code = newCode();
    const created = await createTenant(code, {
      limits: { events_per_second: 10, burst_seconds: 2, requests_per_second: 50 },
    });
    expect(created.status).toBe(201);
    const limited = await eventually(async () => {
      const answer = await push(operator, failedLogins('x', 20, 1), { 'x-tenant-id': code });
      return answer.status === 429 ? answer : null;
    }, 'the limit');
    expect((limited.json as Refused).code).toBe('rate_limited');
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    const others = await push(token, failedLogins(unique('free'), 20, 1));
    expect(others.status).toBe(202);
  });

  test('404 for a way in that does not exist', async () => {
    const answer = await call({ method: 'POST', path: '/v1/ingest/nothing', token, body: {} });
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  test('a source token comes in whatever form a shipper can send', async () => {
    const basic = Buffer.from(`anyone:${token}`).toString('base64');
    for (const authorization of [`Bearer ${token}`, `Splunk ${token}`, `ApiKey ${token}`, `Basic ${basic}`]) {
      const answer = await push('', failedLogins(unique('form'), 1, 1), { authorization });
      expect([authorization.split(' ')[0], answer.status]).toEqual([authorization.split(' ')[0], 202]);
    }
  });

  test('a signed-in analyst pushes with the header that names the own tenant', async () => {
    const analyst = await userToken('acme', 'soc_analyst');
    const answer = await push(analyst, failedLogins(unique('user'), 2, 1), { 'x-tenant-id': 'acme' });
    expect(answer.json).toMatchObject({ accepted: 2 });
  });
});
