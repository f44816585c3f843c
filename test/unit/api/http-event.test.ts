import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { claimNamesOf, requestOf, resultOf } from '#shared/aws/http-event.ts';

const names = claimNamesOf({});

/** As API Gateway sends it for `PATCH /api/v1/cases/c1?tenant_id=acme&tenant_id=beta`. */
function event(given: object = {}): APIGatewayProxyEventV2 {
  return {
    version: '2.0',
    routeKey: 'PATCH /api/v1/cases/{case_id}',
    rawPath: '/api/v1/cases/c1',
    rawQueryString: 'tenant_id=acme&tenant_id=beta&q=a%20b&__proto__=x',
    queryStringParameters: { tenant_id: 'acme,beta', q: 'a b' },
    pathParameters: { case_id: 'c1' },
    headers: { 'Content-Type': 'application/json', 'x-tenant-id': 'acme' },
    body: '{}',
    isBase64Encoded: false,
    requestContext: {
      requestId: 'r1',
      http: {
        method: 'PATCH',
        path: '/api/v1/cases/c1',
        protocol: 'HTTP/1.1',
        sourceIp: '192.0.2.1',
        userAgent: 'x',
      },
      authorizer: {
        jwt: {
          claims: {
            sub: 's',
            email: 'e',
            'custom:role': 'auditor',
            'custom:tenant_id': 'acme',
            aud: 'client',
          },
          scopes: null,
        },
      },
    },
    ...given,
  } as unknown as APIGatewayProxyEventV2;
}

describe("API Gateway's event", () => {
  it('becomes a request, repeated query parameters kept apart', () => {
    const request = requestOf(event(), names);
    expect({ ...request, query: Object.entries(request.query) }).toEqual({
      method: 'PATCH',
      routePath: '/api/v1/cases/{case_id}',
      path: '/api/v1/cases/c1',
      pathParams: { case_id: 'c1' },
      query: [
        ['tenant_id', ['acme', 'beta']],
        ['q', 'a b'],
        ['__proto__', 'x'],
      ],
      headers: { 'content-type': 'application/json', 'x-tenant-id': 'acme' },
      body: '{}',
      claims: { sub: 's', email: 'e', role: 'auditor', tenant_id: 'acme' },
      requestId: 'r1',
    });
  });

  it('may have neither token nor body nor parameters nor route', () => {
    const { requestContext } = event();
    const bare = event({
      routeKey: '$default',
      rawQueryString: '',
      pathParameters: undefined,
      body: undefined,
      requestContext: { ...requestContext, authorizer: undefined },
    });
    expect(requestOf(bare, names)).toMatchObject({
      routePath: null,
      claims: null,
      body: '',
      query: {},
      pathParams: {},
    });
  });

  it('may carry its body as base64', () => {
    const body = Buffer.from('{"title":"é"}').toString('base64');
    expect(requestOf(event({ body, isBase64Encoded: true }), names).body).toBe('{"title":"é"}');
  });

  it('may name role and tenant in claims of another issuer', () => {
    const { requestContext } = event();
    const jwt = {
      claims: { sub: 's', 'urn:role': 'auditor', 'urn:tenant': 'acme', 'custom:role': 'x' },
      scopes: [],
    };
    const other = event({ requestContext: { ...requestContext, authorizer: { jwt } } });
    const claimNames = claimNamesOf({ OIDC_ROLE_CLAIM: 'urn:role', OIDC_TENANT_CLAIM: 'urn:tenant' });
    expect(requestOf(other, claimNames).claims).toMatchObject({ role: 'auditor', tenant_id: 'acme' });
  });
});

describe('a response', () => {
  it('becomes what API Gateway takes', () => {
    expect(resultOf({ status: 204, headers: { 'cache-control': 'no-store' }, body: '' })).toEqual({
      statusCode: 204,
      headers: { 'cache-control': 'no-store' },
      body: '',
    });
  });
});
