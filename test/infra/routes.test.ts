import { describe, expect, it } from 'vitest';
import { routes } from '#shared/api/routes.ts';
import { ingestPatterns, isIngestPath } from '#shared/ways/edge.ts';
import { ways } from '#shared/ways/ways.ts';
import { type Entry, property, synthesize } from './synthesized.ts';

const cell = synthesize('prod', 'eu-west-1');

/** Logical id that a reference such as `{Ref: X}` or `{Fn::Join: […{Ref: X}]}` ends in. */
function referred(value: unknown): string {
  const [, id] = /"Ref":"([A-Za-z0-9]+)"\}[^{]*$/.exec(JSON.stringify(value)) ?? [];
  return id ?? '';
}

function functionOf(integrationId: string): string {
  const found = cell.ofType('AWS::ApiGatewayV2::Integration').find(({ id }) => id === integrationId);
  return JSON.stringify(found && property(found, 'IntegrationUri'));
}

describe('the control plane in API Gateway', () => {
  const made = new Map(
    cell
      .ofType('AWS::ApiGatewayV2::Route')
      .map((entry): [string, Entry] => [String(property(entry, 'RouteKey')), entry]),
  );

  it('has exactly the routes of the route table, and $default', () => {
    const expected = routes.map(({ method, path }) => `${method} ${path}`);
    expect([...made.keys()].sort()).toEqual([...expected, '$default'].sort());
  });

  it.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))(
    'leads %s to its domain’s function, behind the JWT authorizer unless it is public',
    (key, route) => {
      const entry = made.get(key);
      if (!entry) throw new Error(`${key} is not there`);
      const isPublic = route.scope === 'public';
      expect(property(entry, 'AuthorizationType')).toBe(isPublic ? 'NONE' : 'JWT');
      expect(property(entry, 'AuthorizerId') === undefined).toBe(isPublic);
      const domain = route.domain.replace(/^./, (letter) => letter.toUpperCase());
      expect(functionOf(referred(property(entry, 'Target')))).toContain(`"Api${domain}Function`);
    },
  );

  it('may call the function behind every route, and the one for unknown paths under its own name', () => {
    const permitted = cell
      .ofType('AWS::Lambda::Permission')
      .map((entry) => JSON.stringify([property(entry, 'SourceArn'), property(entry, 'FunctionName')]))
      .filter((text) => text.includes('ControlApi'));
    for (const { domain } of routes) {
      const name = `Api${domain.replace(/^./, (letter) => letter.toUpperCase())}Function`;
      expect(permitted.some((text) => text.includes('/*/*/*') && text.includes(name))).toBe(true);
    }
    expect(permitted.some((text) => text.includes('/*/$default') && text.includes('ApiAdmin'))).toBe(true);
  });

  it('checks tokens against the cell’s user pool and its client', () => {
    const [authorizer] = cell.ofType('AWS::ApiGatewayV2::Authorizer');
    expect(authorizer && JSON.stringify(property(authorizer, 'JwtConfiguration'))).toMatch(
      /"Audience":\[\{"Fn::ImportValue":"[^"]*UsersPoolWeb[^"]*"\}\].*"Issuer":.*https:\/\/cognito-idp\.eu-west-1\.amazonaws\.com\//,
    );
  });
});

describe('the way in for events in API Gateway', () => {
  const resources = new Map(cell.ofType('AWS::ApiGateway::Resource').map((entry) => [entry.id, entry]));
  const pathOf = (id: string): string => {
    const entry = resources.get(id);
    if (!entry) return '';
    const parent = property(entry, 'ParentId') as { Ref?: string };
    return `${pathOf(parent.Ref ?? '')}/${String(property(entry, 'PathPart'))}`;
  };
  const methods = cell.ofType('AWS::ApiGateway::Method').map((entry) => ({
    key: `${String(property(entry, 'HttpMethod'))} ${pathOf((property(entry, 'ResourceId') as { Ref?: string }).Ref ?? '') || '/'}`,
    authorization: property(entry, 'AuthorizationType'),
    target: JSON.stringify(property(entry, 'Integration.Uri')),
  }));

  it('is POST /v1/ingest/events behind the authorizer, whose answers are never kept', () => {
    const guarded = methods.filter(({ authorization }) => authorization !== 'NONE');
    expect(guarded.map(({ key, authorization }) => [key, authorization])).toEqual([
      ['POST /v1/ingest/events', 'CUSTOM'],
    ]);
    expect(guarded[0]?.target).toContain('"IngestFunction');
    const [authorizer] = cell.ofType('AWS::ApiGateway::Authorizer');
    expect(authorizer && property(authorizer, 'AuthorizerResultTtlInSeconds')).toBe(0);
    expect(authorizer && property(authorizer, 'IdentitySource')).toBeFalsy();
  });

  it('has the routes of the other ways in, and all of them lead to the function that authenticates them', () => {
    const wanted = ways.flatMap((way) =>
      way.routes.flatMap(({ methods: some, path }) => some.map((method) => `${method} ${path}`)),
    );
    const open = methods.filter(({ authorization }) => authorization === 'NONE');
    expect(open.map(({ key }) => key).sort()).toEqual(wanted.sort());
    expect(open.filter(({ target }) => !target.includes('"ReceiveFunction'))).toEqual([]);
  });

  it('has every path of a way in behind CloudFront too, the root by what its client asks for', () => {
    const [distribution] = cell.ofType('AWS::CloudFront::Distribution');
    const behaviors = property(distribution as Entry, 'DistributionConfig.CacheBehaviors') as {
      PathPattern: string;
    }[];
    const patterns = behaviors.map(({ PathPattern }) => PathPattern);
    expect(patterns).toEqual(expect.arrayContaining([...ingestPatterns]));
    const paths = ways.flatMap((way) => way.routes.map(({ path }) => path.replaceAll(/\{\w+\}/g, 'some')));
    expect(paths.filter((path) => path !== '/' && !isIngestPath(path))).toEqual([]);
  });

  it('takes every body as bytes', () => {
    const [api] = cell.ofType('AWS::ApiGateway::RestApi');
    expect(api && property(api, 'BinaryMediaTypes')).toEqual(['*/*']);
  });

  const answers = cell.ofType('AWS::ApiGateway::GatewayResponse').map((entry) => ({
    type: String(property(entry, 'ResponseType')),
    status: String(property(entry, 'StatusCode')),
    headers: property(entry, 'ResponseParameters') as Record<string, string>,
    body: JSON.parse(
      (property(entry, 'ResponseTemplates') as Record<string, string>)['application/json'] ?? '',
    ) as Record<string, unknown>,
  }));

  it('answers problem details with the request’s id, whatever the gateway refuses', () => {
    for (const { status, headers, body } of answers) {
      expect(headers['gatewayresponse.header.Content-Type']).toBe("'application/problem+json'");
      expect(body).toMatchObject({ status: Number(status), request_id: '$context.requestId' });
      expect(String(body.code)).toMatch(/^[a-z_]+$/);
    }
  });

  it('turns overload and failure into 503 with Retry-After, never into 500', () => {
    const failures = [
      'API_CONFIGURATION_ERROR',
      'AUTHORIZER_CONFIGURATION_ERROR',
      'AUTHORIZER_FAILURE',
      'DEFAULT_5XX',
      'INTEGRATION_FAILURE',
      'INTEGRATION_TIMEOUT',
      'QUOTA_EXCEEDED',
      'THROTTLED',
    ];
    const unavailable = answers.filter(({ status }) => status === '503');
    expect(unavailable.map(({ type }) => type).sort()).toEqual(failures);
    for (const { headers } of unavailable) {
      expect(headers['gatewayresponse.header.Retry-After']).toMatch(/^'[1-9]'$/);
    }
    expect(answers.filter(({ status }) => status.startsWith('5') && status !== '503')).toEqual([]);
  });

  it.each([
    ['UNAUTHORIZED', '401', 'unauthenticated'],
    ['ACCESS_DENIED', '403', 'forbidden'],
    ['MISSING_AUTHENTICATION_TOKEN', '404', 'not_found'],
    ['REQUEST_TOO_LARGE', '413', 'payload_too_large'],
    ['UNSUPPORTED_MEDIA_TYPE', '415', 'unsupported_media_type'],
    ['DEFAULT_4XX', '400', 'invalid_request'],
  ])('answers %s with %s %s', (type, status, code) => {
    expect(answers.find((answer) => answer.type === type)).toMatchObject({ status, body: { code } });
  });
});
