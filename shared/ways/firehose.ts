import { z } from 'zod';
import { DomainError } from '#shared/errors.ts';
import { unzipBody } from '#shared/pipeline/read-body.ts';
import { batchOfRecords } from '#shared/ways/batch-of-records.ts';
import {
  admit,
  jsonAnswer,
  retryHeaders,
  type Way,
  type WayAnswer,
  type WayRequest,
} from '#shared/ways/way.ts';

const requestSchema = z.object({
  requestId: z.string(),
  timestamp: z.number(),
  records: z.array(z.object({ data: z.string() })),
});

/**
 * Amazon Data Firehose's HTTP endpoint destination ("HTTP endpoint delivery request and response specifications"): the
 * answer repeats the request's id with a time in milliseconds, and everything but 200 is tried again. A record is
 * whatever was put into the stream: text, JSON, the gzip that CloudWatch Logs sends, or
 * several records that the Kinesis Producer Library put into one.
 */
export const firehose: Way = {
  name: 'firehose',
  routes: [{ methods: ['POST'], path: '/v1/ingest/firehose' }],
  async handle(ports, request, _route, pusher) {
    const push = await admit(ports, request, pusher);
    const { requestId, records } = readRequest(request);
    await push.take(batchOfRecords(records.map(({ data }) => Buffer.from(data, 'base64'))));
    return answer(200, requestId, request);
  },
  refuse(error, request) {
    const status =
      error.code === 'payload_too_large'
        ? 413
        : error.code === 'unauthenticated'
          ? 401
          : ['forbidden', 'tenant_mismatch', 'tenant_inactive'].includes(error.code)
            ? 403
            : error.code === 'rate_limited' || error.code === 'unavailable'
              ? 503
              : 400;
    return answer(status, request.headers['x-amz-firehose-request-id'] ?? '', request, error);
  },
};

function answer(status: number, requestId: string, request: WayRequest, error?: DomainError): WayAnswer {
  const body = { requestId, timestamp: request.now.getTime() };
  return error === undefined
    ? jsonAnswer(status, body)
    : jsonAnswer(status, { ...body, errorMessage: error.message }, retryHeaders(error));
}

function readRequest(request: WayRequest): z.infer<typeof requestSchema> {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(unzipBody(request.body)).toString('utf8'));
  } catch (error) {
    if (error instanceof DomainError && error.code === 'payload_too_large') throw error;
    throw new DomainError('invalid_request', 'The body is no JSON of a Firehose HTTP delivery request.');
  }
  const parsed = requestSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new DomainError('invalid_request', 'The body has no requestId, timestamp and records.');
}
