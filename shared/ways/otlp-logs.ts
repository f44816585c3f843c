import { DomainError } from '#shared/errors.ts';
import { MAX_EVENT_BYTES, MAX_EVENTS } from '#shared/pipeline/limits.ts';
import { unzipBody } from '#shared/pipeline/read-body.ts';
import type { Sidelined } from '#shared/pipeline/take-events.ts';
import { readOtlpJson } from '#shared/ways/otlp-json.ts';
import { readOtlpProtobuf, writeLogsResponse, writeStatus } from '#shared/ways/otlp-protobuf.ts';
import { type OtlpRecord, otlpEventText } from '#shared/ways/otlp-record.ts';
import { tooMany } from '#shared/ways/split-lines.ts';
import {
  admit,
  jsonAnswer,
  retryHeaders,
  type Way,
  type WayAnswer,
  type WayRequest,
} from '#shared/ways/way.ts';

const PROTOBUF = 'application/x-protobuf';

/** OpenTelemetry's OTLP/HTTP for logs: each record is an event. Answers come in the request's encoding. */
export const otlpLogs: Way = {
  name: 'otlp-logs',
  routes: [
    { methods: ['POST'], path: '/v1/logs' },
    { methods: ['GET', 'PUT'], path: '/v1/logs', open: true },
  ],
  async handle(ports, request, _route, pusher) {
    if (request.method !== 'POST') return { status: 405, headers: { allow: 'POST' }, body: '' };
    const push = await admit(ports, request, pusher);
    const records = readRecords(request);
    if (records.length > MAX_EVENTS) throw tooMany(records.length);
    const events: string[] = [];
    const sidelined: Sidelined[] = [];
    for (const record of records) {
      const raw = otlpEventText(record);
      if (Buffer.byteLength(raw) <= MAX_EVENT_BYTES) events.push(raw);
      else sidelined.push({ raw, reason: `larger than ${MAX_EVENT_BYTES} bytes` });
    }
    await push.take({ events, sidelined });
    return taken(request, sidelined.length);
  },
  refuse(error, request) {
    const [status, code] = statuses[error.code] ?? [400, 3];
    if (isJson(request)) return jsonAnswer(status, { code, message: error.message }, retryHeaders(error));
    return {
      status,
      headers: { 'content-type': PROTOBUF, ...retryHeaders(error) },
      body: writeStatus(code, error.message),
    };
  },
};

/** HTTP status and gRPC code; of the errors, OTLP's clients send only 429, 502, 503 and 504 again. */
const statuses: Partial<Record<DomainError['code'], readonly [status: number, code: number]>> = {
  unauthenticated: [401, 16],
  forbidden: [403, 7],
  tenant_mismatch: [403, 7],
  tenant_inactive: [403, 7],
  payload_too_large: [413, 3],
  unsupported_media_type: [415, 3],
  rate_limited: [503, 14],
  unavailable: [503, 14],
};

/** Rejected records are the ones that can never be taken: a client counts them as sent and drops them. */
function taken(request: WayRequest, rejected: number): WayAnswer {
  const message = rejected === 0 ? '' : `larger than ${MAX_EVENT_BYTES} bytes`;
  if (!isJson(request)) {
    return { status: 200, headers: { 'content-type': PROTOBUF }, body: writeLogsResponse(rejected, message) };
  }
  return jsonAnswer(
    200,
    rejected === 0 ? {} : { partialSuccess: { rejectedLogRecords: String(rejected), errorMessage: message } },
  );
}

function isJson({ headers }: WayRequest): boolean {
  return (headers['content-type'] ?? '').includes('json');
}

/** @throws DomainError `unsupported_media_type`, `invalid_request`. */
function readRecords(request: WayRequest): OtlpRecord[] {
  const type = request.headers['content-type'] ?? '';
  if (!/json|protobuf/.test(type)) {
    throw new DomainError('unsupported_media_type', `Send application/json or ${PROTOBUF}.`);
  }
  const bytes = unzipBody(request.body);
  try {
    // `{` begins no protobuf of this message: it would be field 15 in a wire type that proto3 lacks.
    const first = bytes.find((byte) => byte > 0x20);
    return first === 0x7b ? readOtlpJson(Buffer.from(bytes).toString('utf8')) : readOtlpProtobuf(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown';
    throw new DomainError('invalid_request', `The body is no ExportLogsServiceRequest: ${reason}.`);
  }
}
