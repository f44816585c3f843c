import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { dynamo } from '#shared/aws/clients.ts';
import { makeDynamoSourceStore } from '#shared/aws/dynamo-source-store.ts';
import { makeDynamoTokenStore } from '#shared/aws/dynamo-token-store.ts';
import { readEnvironment } from '#shared/aws/environment.ts';
import { headerOf } from '#shared/aws/http-headers.ts';
import { makeLogger } from '#shared/aws/logger.ts';
import { DomainError } from '#shared/errors.ts';
import { once } from '#shared/once.ts';
import { type AuthorizePorts, authorizePush, makeJwtVerifier } from '#shared/pipeline/authorize-push.ts';
import { pusherToContext } from '#shared/pipeline/pusher-context.ts';

const logger = makeLogger('authorize-source');

const ports = once((): AuthorizePorts => {
  const env = readEnvironment(
    process.env,
    'SOURCES_TABLE',
    'OIDC_ISSUER',
    'OIDC_AUDIENCE',
    'OIDC_JWKS_URL',
    'OIDC_ROLE_CLAIM',
    'OIDC_TENANT_CLAIM',
  );
  // Only look-ups happen here; the audit table belongs to the stores' changes, for which this function has no grant.
  const tables = { sourcesTable: env.SOURCES_TABLE, auditTable: 'none' };
  return {
    tokens: makeDynamoTokenStore(dynamo(), tables),
    sources: makeDynamoSourceStore(dynamo(), tables),
    verifyJwt: makeJwtVerifier({
      issuer: env.OIDC_ISSUER,
      audience: env.OIDC_AUDIENCE,
      jwksUrl: env.OIDC_JWKS_URL,
    }),
    roleClaim: env.OIDC_ROLE_CLAIM,
    tenantClaim: env.OIDC_TENANT_CLAIM,
  };
});

/** Authenticates only; whether the pusher may push for the named tenant is the ingest function's to say. */
export async function handler(event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> {
  try {
    const pusher = await authorizePush(ports(), headerOf(event.headers, 'authorization'));
    return {
      principalId: pusher.kind === 'source' ? pusher.sourceId : pusher.userId,
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: event.methodArn }],
      },
      context: pusherToContext(pusher),
    };
  } catch (error) {
    // API Gateway answers 401 to exactly this message, and 500 (which we map to 503, try again) to any other.
    if (error instanceof DomainError && error.code === 'unauthenticated') throw new Error('Unauthorized');
    logger.error('authorizer failed', { name: error instanceof Error ? error.name : 'unknown' });
    throw error;
  }
}
