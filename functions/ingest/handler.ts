import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { problemOf } from '#shared/api/problem.ts';
import { respondWithProblem } from '#shared/api/respond.ts';
import { dynamo, kinesis } from '#shared/aws/clients.ts';
import { makeDynamoAuditStore } from '#shared/aws/dynamo-audit-store.ts';
import { makeDynamoRateLimiter } from '#shared/aws/dynamo-rate-limiter.ts';
import { makeDynamoTenantStore } from '#shared/aws/dynamo-tenant-store.ts';
import { readEnvironment } from '#shared/aws/environment.ts';
import { headerOf } from '#shared/aws/http-headers.ts';
import { makeKinesisStreams } from '#shared/aws/kinesis-streams.ts';
import { makeLogger } from '#shared/aws/logger.ts';
import { DomainError } from '#shared/errors.ts';
import { once } from '#shared/once.ts';
import { type IngestPorts, ingestEvents } from '#shared/pipeline/ingest-events.ts';
import { pusherFromContext } from '#shared/pipeline/pusher-context.ts';
import { sleep } from '#shared/sleep.ts';

const logger = makeLogger('ingest');

const ports = once((): IngestPorts => {
  const env = readEnvironment(
    process.env,
    'TENANTS_TABLE',
    'AUDIT_TABLE',
    'CONTROL_TABLE',
    'RAW_STREAM',
    'PARTITION_BUCKETS',
  );
  return {
    tenants: makeDynamoTenantStore(dynamo(), {
      tenantsTable: env.TENANTS_TABLE,
      auditTable: env.AUDIT_TABLE,
    }),
    limiter: makeDynamoRateLimiter(dynamo(), {
      controlTable: env.CONTROL_TABLE,
      warn: (message, details) => logger.warn(message, { details }),
    }),
    streams: makeKinesisStreams(kinesis(), { rawStream: env.RAW_STREAM, sleep, random: Math.random }),
    audit: makeDynamoAuditStore(dynamo(), { auditTable: env.AUDIT_TABLE }),
    buckets: env.PARTITION_BUCKETS,
  };
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
