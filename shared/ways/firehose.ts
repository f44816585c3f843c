import { z } from 'zod';
import { DomainError } from '#shared/errors.ts';
import { MAX_EVENTS, MAX_UNZIPPED_BYTES } from '#shared/pipeline/limits.ts';
import { lenientText, unzipBody } from '#shared/pipeline/read-body.ts';
import { splitAny } from '#shared/pipeline/split-any.ts';
import type { Batch } from '#shared/pipeline/take-events.ts';
import { kplRecords } from '#shared/ways/kpl.ts';
import { tooMany } from '#shared/ways/split-lines.ts';
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
    await push.take(batchOf(records));
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

/** @throws DomainError `payload_too_large` when the records unzip to more than a body may. */
function batchOf(records: readonly { data: string }[]): Batch {
  const events: string[] = [];
  const sidelined: Batch['sidelined'][number][] = [];
  let bytes = 0;
  for (const { data } of records) {
    const record = Buffer.from(data, 'base64');
    for (const part of partsOf(record)) {
      const text = textOf(part);
      if ('reason' in text) {
        sidelined.push({ raw: Buffer.from(part ?? record).toString('base64'), reason: text.reason });
        continue;
      }
      bytes += text.bytes;
      if (bytes > MAX_UNZIPPED_BYTES)
        throw new DomainError('payload_too_large', 'The records are too large unzipped.');
      const batch = splitAny(text.text);
      for (const event of batch.events) events.push(event);
      for (const one of batch.sidelined) sidelined.push(one);
    }
  }
  if (events.length + sidelined.length > MAX_EVENTS) throw tooMany(events.length + sidelined.length);
  return { events, sidelined };
}

/** A record itself, the records that the Kinesis Producer Library put into it, or null for such a one that is damaged. */
function partsOf(record: Uint8Array): (Uint8Array | null)[] {
  try {
    return kplRecords(record) ?? [record];
  } catch {
    return [null];
  }
}

function textOf(part: Uint8Array | null): { text: string; bytes: number } | { reason: string } {
  if (part === null) return { reason: 'the record is a damaged KPL aggregate' };
  try {
    const plain = unzipBody(part);
    return { text: lenientText(plain), bytes: plain.length };
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === 'payload_too_large') throw error;
    return { reason: 'the record is damaged gzip' };
  }
}
