import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { handler as admin } from '../../../functions/api-admin/handler.ts';
import { handler as alerts } from '../../../functions/api-alerts/handler.ts';
import { handler as cases } from '../../../functions/api-cases/handler.ts';
import { handler as connectors } from '../../../functions/api-connectors/handler.ts';
import { handler as tenants } from '../../../functions/api-tenants/handler.ts';

const context = { functionName: 'api', awsRequestId: 'lambda-1', memoryLimitInMB: '512' } as Context;

function event(routeKey: string, rawPath: string, given: object = {}): APIGatewayProxyEventV2 {
  const [method = 'GET'] = routeKey === '$default' ? ['GET'] : routeKey.split(' ');
  const requestContext = { requestId: 'r1', http: { method } };
  return {
    routeKey,
    rawPath,
    rawQueryString: '',
    headers: {},
    isBase64Encoded: false,
    requestContext,
    ...given,
  } as never;
}

/** The log goes to standard output, errors to standard error, one JSON line per request. */
async function run(handler: typeof admin, sent: APIGatewayProxyEventV2) {
  const written: string[] = [];
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
  }
  const result = (await handler(sent, context)) as APIGatewayProxyStructuredResultV2;
  vi.restoreAllMocks();
  return { result, log: written.join('') };
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the functions of the API', () => {
  for (const [name, handler, path] of [
    ['api-tenants', tenants, '/api/v1/tenants'],
    ['api-alerts', alerts, '/api/v1/alerts'],
    ['api-cases', cases, '/api/v1/cases'],
    ['api-connectors', connectors, '/api/v1/sources'],
    ['api-admin', admin, '/api/v1/audit'],
  ] as const) {
    it(`${name} refuses a request without a token before it reads its environment`, async () => {
      const { result } = await run(handler, event(`GET ${path}`, path));
      expect(result.statusCode).toBe(401);
      expect(JSON.parse(result.body ?? '')).toMatchObject({ code: 'unauthenticated', request_id: 'r1' });
    });
  }

  it('api-admin answers /health with an empty environment', async () => {
    const { result } = await run(admin, event('GET /health', '/health'));
    expect([result.statusCode, result.body]).toEqual([200, '{"status":"ok"}']);
  });

  it('api-admin answers what API Gateway knows no route for', async () => {
    expect((await run(admin, event('$default', '/nowhere'))).result.statusCode).toBe(404);
    const { result } = await run(admin, event('$default', '/api/v1/sources/s1/health/x'));
    expect(result.statusCode).toBe(404);
  });

  it('becomes a bare 500 where the environment is incomplete', async () => {
    const claims = { sub: 's', 'custom:role': 'auditor', 'custom:tenant_id': 'acme' };
    const requestContext = { requestId: 'r1', http: { method: 'GET' }, authorizer: { jwt: { claims } } };
    const { result } = await run(cases, event('GET /api/v1/cases', '/api/v1/cases', { requestContext }));
    expect(result.statusCode).toBe(500);
    expect(result.body).not.toContain('TENANTS_TABLE');
  });

  it('log who asked for what and how it ended, and nothing of body and headers', async () => {
    const sent = event('POST /api/v1/cases', '/api/v1/cases', {
      body: '{"title":"very private"}',
      headers: { authorization: 'Bearer very.secret.token' },
    });
    const { log } = await run(cases, sent);
    expect(log).toContain('"operation":"createCase"');
    expect(log).toContain('"status":401');
    expect(log).not.toMatch(/very private|very\.secret/);
  });
});
