import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { ApiRequest, ApiResponse, Repeatable } from '#shared/api/request.ts';
import { readEnvironment } from '#shared/aws/environment.ts';

/** Names of the claims that carry role and tenant (`OIDC_ROLE_CLAIM`, `OIDC_TENANT_CLAIM`). */
export type ClaimNames = { role: string; tenant: string };

/** @throws Error for a malformed environment; both variables have Cognito's names as default. */
export function claimNamesOf(env: Readonly<Record<string, string | undefined>>): ClaimNames {
  const names = readEnvironment(env, 'OIDC_ROLE_CLAIM', 'OIDC_TENANT_CLAIM');
  return { role: names.OIDC_ROLE_CLAIM, tenant: names.OIDC_TENANT_CLAIM };
}

/** API Gateway's event (HTTP API, payload 2.0) as the API's own request. */
export function requestOf(event: APIGatewayProxyEventV2, claimNames: ClaimNames): ApiRequest {
  const { http, requestId } = event.requestContext;
  const [, template] = event.routeKey.split(' ');
  return {
    method: http.method,
    routePath: template ?? null,
    path: event.rawPath,
    pathParams: defined(event.pathParameters),
    query: queryOf(event),
    headers: lowerCase(event.headers),
    body: event.isBase64Encoded
      ? Buffer.from(event.body ?? '', 'base64').toString('utf8')
      : (event.body ?? ''),
    claims: claimsOf(event, claimNames),
    requestId,
  };
}

export function resultOf(response: ApiResponse): APIGatewayProxyStructuredResultV2 {
  return { statusCode: response.status, headers: { ...response.headers }, body: response.body };
}

/** API Gateway joins repeated parameters with a comma, so they are read from the raw string, where they stay apart. */
function queryOf(event: APIGatewayProxyEventV2): Record<string, Repeatable> {
  const query: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(event.rawQueryString)) {
    const before = Object.hasOwn(query, name) ? query[name] : undefined;
    const all = before === undefined ? value : [before, value].flat();
    Object.defineProperty(query, name, { value: all, enumerable: true, configurable: true, writable: true });
  }
  return query;
}

function claimsOf(event: APIGatewayProxyEventV2, names: ClaimNames): ApiRequest['claims'] {
  const context = event.requestContext as { authorizer?: { jwt?: { claims?: Record<string, unknown> } } };
  const claims = context.authorizer?.jwt?.claims;
  if (claims === undefined) return null;
  return { sub: claims.sub, email: claims.email, role: claims[names.role], tenant_id: claims[names.tenant] };
}

function lowerCase(headers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(defined(headers)).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

function defined(values: Readonly<Record<string, string | undefined>> | undefined): Record<string, string> {
  const entries = Object.entries(values ?? {}).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return Object.fromEntries(entries);
}
