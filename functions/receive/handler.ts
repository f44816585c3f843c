import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { dynamo, kinesis, kms, lambda, s3 } from '#shared/aws/clients.ts';
import { makeDynamoWebhookStore } from '#shared/aws/dynamo-webhook-store.ts';
import { readEnvironment } from '#shared/aws/environment.ts';
import { makeKmsSecretBox } from '#shared/aws/kms-secret-box.ts';
import { makeLambdaObjectReader } from '#shared/aws/lambda-object-reader.ts';
import { makeLogger } from '#shared/aws/logger.ts';
import { makeAuthorizePorts } from '#shared/aws/make-authorize-ports.ts';
import { makeTakePorts, TAKE_VARIABLES } from '#shared/aws/make-take-ports.ts';
import { wayRequestOf, wayResultOf } from '#shared/aws/way-event.ts';
import { once } from '#shared/once.ts';
import { receive } from '#shared/ways/receive.ts';
import type { WayPorts } from '#shared/ways/way.ts';

const logger = makeLogger('receive');

const ports = once((): WayPorts => {
  const env = readEnvironment(
    process.env,
    ...TAKE_VARIABLES,
    'SIGNATURES_KEY_ARN',
    'READ_OBJECTS_FUNCTION',
    'OIDC_ISSUER',
    'OIDC_AUDIENCE',
    'OIDC_JWKS_URL',
    'OIDC_ROLE_CLAIM',
    'OIDC_TENANT_CLAIM',
  );
  const warn = (message: string, details: unknown) => logger.warn(message, { details });
  return {
    ...makeTakePorts({ dynamo: dynamo(), kinesis: kinesis(), s3: s3() }, env, warn),
    authorize: makeAuthorizePorts(dynamo(), env),
    webhooks: makeDynamoWebhookStore(
      dynamo(),
      { sourcesTable: env.SOURCES_TABLE, auditTable: env.AUDIT_TABLE },
      makeKmsSecretBox(kms(), { keyId: () => env.SIGNATURES_KEY_ARN, now: Date.now }),
    ),
    objects: makeLambdaObjectReader(lambda(), () => env.READ_OBJECTS_FUNCTION),
    clock: () => new Date(),
  };
});

/** The ways in that have a language of their own: each authenticates here, since each words a refusal its own way. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const request = wayRequestOf(event, new Date());
  const { answer, way, refusal, fault } = await receive(ports(), request);
  const facts = { way, status: answer.status, refusal, request_id: request.requestId };
  if (fault) logger.error('receive failed', { ...facts, error: fault.name });
  else logger.info('answered', facts);
  return wayResultOf(answer);
}
