import { describe, expect, it } from 'vitest';
import { problemOf, statusOfCode } from '#shared/api/problem.ts';
import { DomainError, errorCodes } from '#shared/errors.ts';
import { problemSchema } from '#shared/schema/problem.ts';
import { type Call, callApi } from '../../support/api-caller.ts';
import { buildClaims } from '../../support/builders/caller.ts';
import { makeTwoTenants } from '../../support/two-tenants.ts';

const analyst = buildClaims('soc_analyst');
const create = (call: Call) =>
  callApi(makeTwoTenants().ports, 'POST /api/v1/cases', { as: analyst, ...call });

describe('a problem', () => {
  for (const code of errorCodes) {
    it(`of code ${code} has a status of its own kind and the shape of RFC 9457`, () => {
      const problem = problemOf(new DomainError(code, 'What was wrong.', { field: 'x' }), 'r1');
      expect(problemSchema.strict().parse(problem)).toEqual({
        type: 'about:blank',
        title: expect.stringMatching(/\w/),
        status: statusOfCode[code],
        detail: 'What was wrong.',
        code,
        request_id: 'r1',
        details: { field: 'x' },
      });
      expect(problem.status).toBeGreaterThanOrEqual(400);
    });
  }

  it('has no details where the error has none', () => {
    expect(problemOf(new DomainError('not_found', 'x'), 'r1')).not.toHaveProperty('details');
  });
});

describe('a request body', () => {
  const cases: [string, Call, number, string][] = [
    ['malformed JSON', { text: '{"title":' }, 400, 'invalid_request'],
    ['a JSON string', { text: '"x"' }, 400, 'invalid_request'],
    ['a JSON array', { text: '[]' }, 400, 'invalid_request'],
    ['null', { text: 'null' }, 400, 'invalid_request'],
    ['nothing', {}, 400, 'invalid_request'],
    [
      'a form',
      { text: 'title=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'unsupported_media_type',
    ],
    ['text', { text: '{}', headers: { 'content-type': 'text/plain' } }, 415, 'unsupported_media_type'],
    ['an empty content type', { text: '{}', headers: { 'content-type': '' } }, 415, 'unsupported_media_type'],
    ['gzip', { text: '{}', headers: { 'content-encoding': 'gzip' } }, 415, 'unsupported_media_type'],
    ['too many bytes', { text: `"${'é'.repeat(131_072)}"` }, 413, 'payload_too_large'],
    ['an unknown field', { body: { title: 'x', severity: 'low', colour: 'red' } }, 400, 'invalid_request'],
    ['a wrong value', { body: { title: '', severity: 'severe' } }, 400, 'invalid_request'],
  ];
  for (const [what, call, status, code] of cases) {
    it(`of ${what} is refused with ${status} ${code}`, async () => {
      const answer = await create(call);
      expect([answer.status, answer.body.code]).toEqual([status, code]);
      expect(answer.headers['content-type']).toBe('application/problem+json');
      expect(answer.body.request_id).toBe('request-1');
      expect(answer.report).toMatchObject({ status, code, error: null });
    });
  }

  for (const type of [
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON',
    'application/vnd.x+json',
  ]) {
    it(`of type ${type} is taken`, async () => {
      const answer = await create({
        body: { title: 'x', severity: 'low' },
        headers: { 'content-type': type },
      });
      expect(answer.status).toBe(201);
    });
  }

  it('names every wrong field with its place', async () => {
    const answer = await create({ body: { title: '', severity: 'severe' }, query: { verbose: '1' } });
    expect(
      answer.body.details.issues.map((issue: { in: string; path: string }) => `${issue.in} ${issue.path}`),
    ).toEqual(['query ', 'body title', 'body severity']);
    expect(answer.body.detail).toContain('body severity');
    expect(answer.body.detail).toContain('verbose');
  });
});

describe('a path', () => {
  it('that does not exist is 404', async () => {
    const answer = await callApi(makeTwoTenants().ports, 'GET /api/v1/secrets', { as: analyst });
    expect([answer.status, answer.body.code, answer.report.operation]).toEqual([404, 'not_found', null]);
  });

  for (const [where, allow] of [
    ['PUT /api/v1/cases', 'GET, POST'],
    ['DELETE /api/v1/cases/case-of-acme', undefined],
    ['PUT /api/v1/cases/case-of-acme', 'GET, PATCH'],
    ['DELETE /api/v1/audit', 'GET'],
    ['POST /health', 'GET'],
  ] as const) {
    it(`that does not take the method is 405 and says what it takes: ${where}`, async () => {
      const answer = await callApi(makeTwoTenants().ports, where, { as: null });
      expect([answer.status, answer.body.code]).toEqual([405, 'method_not_allowed']);
      if (allow !== undefined) expect(answer.headers.allow).toBe(allow);
    });
  }

  for (const id of ['a b', 'a%2Fb', 'x'.repeat(129), '../beta', 'beta#case']) {
    it(`with an id that can be none is refused: ${id.slice(0, 12)}`, async () => {
      const answer = await callApi(makeTwoTenants().ports, `GET /api/v1/cases/${id}`, { as: analyst });
      expect(['invalid_request', 'not_found']).toContain(answer.body.code);
    });
  }
});

describe('an unknown error', () => {
  it('becomes a bare 500 with the request id and is told only to the log', async () => {
    const { ports } = makeTwoTenants();
    ports.cases.list = async () => {
      throw new TypeError('password=hunter2');
    };
    const answer = await callApi(ports, 'GET /api/v1/cases', { as: analyst });
    expect(answer.body).toEqual({
      type: 'about:blank',
      title: 'Internal error',
      status: 500,
      detail: expect.stringContaining('request id'),
      code: 'internal_error',
      request_id: 'request-1',
    });
    expect(answer.report).toMatchObject({
      code: 'internal_error',
      error: { name: 'TypeError', message: 'password=hunter2' },
      tenant_id: 'acme',
      user_id: 'soc_analyst-of-acme',
      operation: 'listCases',
    });
  });

  it('may be anything that is thrown', async () => {
    const { ports } = makeTwoTenants();
    ports.cases.list = () => Promise.reject('text');
    const answer = await callApi(ports, 'GET /api/v1/cases', { as: analyst });
    expect([answer.status, answer.report.error?.name]).toEqual([500, 'unknown']);
  });
});

describe('the limit of requests', () => {
  it('answers 429 with Retry-After in whole seconds', async () => {
    const fake = makeTwoTenants();
    fake.state.rate = { allowed: false, retryAfterSeconds: 1.2 };
    const answer = await callApi(fake.ports, 'GET /api/v1/cases', { as: analyst });
    expect([answer.status, answer.body.code, answer.headers['retry-after']]).toEqual([
      429,
      'rate_limited',
      '2',
    ]);
  });

  it("takes from the tenant's own allowance, and from the platform's for a platform_admin", async () => {
    const fake = makeTwoTenants();
    await callApi(fake.ports, 'GET /api/v1/cases', { as: analyst });
    await callApi(fake.ports, 'GET /api/v1/cases', {
      as: buildClaims('platform_admin'),
      headers: { 'x-tenant-id': 'acme' },
    });
    expect(fake.state.taken).toEqual([
      { tenantId: 'acme', perSecond: 50 },
      { tenantId: 'platform', perSecond: 50 },
    ]);
  });
});

describe('every answer', () => {
  it('is neither cached nor sniffed nor framed', async () => {
    for (const where of ['GET /health', 'GET /docs', 'GET /nowhere', 'GET /api/v1/me']) {
      const { headers } = await callApi(makeTwoTenants().ports, where, { as: null });
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
      expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    }
  });

  it('is cut to its schema, so that a field added to a row stays inside', async () => {
    const fake = makeTwoTenants();
    const stored = fake.state.cases.get('acme#case-of-acme');
    fake.state.cases.set('acme#case-of-acme', { ...stored, internal_note: 'secret' } as never);
    const answer = await callApi(fake.ports, 'GET /api/v1/cases/case-of-acme', { as: analyst });
    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain('secret');
  });
});
