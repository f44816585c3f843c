import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { dynamo } from '#shared/aws/clients.ts';
import { readEnvironment } from '#shared/aws/environment.ts';
import { headerOf } from '#shared/aws/http-headers.ts';
import { makeLogger } from '#shared/aws/logger.ts';
import { makeAuthorizePorts } from '#shared/aws/make-authorize-ports.ts';
import { DomainError } from '#shared/errors.ts';
import { once } from '#shared/once.ts';
import { type AuthorizePorts, authorizePush } from '#shared/pipeline/authorize-push.ts';
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
  return makeAuthorizePorts(dynamo(), env);
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
