import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { problemOf } from '#shared/api/problem.ts';
import { respondWithProblem } from '#shared/api/respond.ts';
import { dynamo, kinesis, s3 } from '#shared/aws/clients.ts';
import { readEnvironment } from '#shared/aws/environment.ts';
import { headerOf } from '#shared/aws/http-headers.ts';
import { makeLogger } from '#shared/aws/logger.ts';
import { makeTakePorts, TAKE_VARIABLES } from '#shared/aws/make-take-ports.ts';
import { DomainError } from '#shared/errors.ts';
import { once } from '#shared/once.ts';
import { ingestEvents } from '#shared/pipeline/ingest-events.ts';
import { pusherFromContext } from '#shared/pipeline/pusher-context.ts';
import type { TakePorts } from '#shared/pipeline/take-events.ts';

const logger = makeLogger('ingest');

const ports = once((): TakePorts => {
  const env = readEnvironment(process.env, ...TAKE_VARIABLES);
  const warn = (message: string, details: unknown) => logger.warn(message, { details });
  return makeTakePorts({ dynamo: dynamo(), kinesis: kinesis(), s3: s3() }, env, warn);
});

export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const requestId = event.requestContext.requestId;
  try {
    const answer = await ingestEvents(ports(), {
      pusher: pusherFromContext(event.requestContext.authorizer),
      tenantHeader: headerOf(event.headers, 'x-tenant-id'),
      body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
      requestId,
      now: new Date(),
    });
    logger.info('accepted', { accepted: answer.accepted, rejected: answer.rejected, request_id: requestId });
    return {
      statusCode: 202,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: JSON.stringify(answer),
    };
  } catch (error) {
    if (!(error instanceof DomainError)) {
      logger.error('ingest failed', {
        request_id: requestId,
        error: error instanceof Error ? error.name : 'unknown',
      });
    }
    // Shippers give up on a 500 and try a 503 again, so a fault of ours is a 503 with Retry-After (reference: senders).
    const refusal =
      error instanceof DomainError
        ? error
        : new DomainError('unavailable', 'The events could not be taken now: send them again.', {
            retry_after_seconds: 3,
          });
    const { status, headers, body } = respondWithProblem(problemOf(refusal, requestId));
    return { statusCode: status, headers: { ...headers }, body };
  }
}
