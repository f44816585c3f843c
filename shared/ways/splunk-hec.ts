import { DomainError } from '#shared/errors.ts';
import { sha256 } from '#shared/ids.ts';
import { MAX_EVENT_BYTES, MAX_EVENTS } from '#shared/pipeline/limits.ts';
import { lenientText, unzipBody } from '#shared/pipeline/read-body.ts';
import { parseObject } from '#shared/pipeline/split-any.ts';
import { splitJson } from '#shared/pipeline/split-json.ts';
import type { Batch, Pusher, Sidelined } from '#shared/pipeline/take-events.ts';
import { splitLines, tooMany } from '#shared/ways/split-lines.ts';
import {
  admit,
  jsonAnswer,
  retryHeaders,
  type Way,
  type WayAnswer,
  type WayPorts,
  type WayRequest,
} from '#shared/ways/way.ts';

/** Splunk's own codes and texts ("Troubleshoot HTTP Event Collector", possible error codes). */
const answers = {
  success: { text: 'Success', code: 0 },
  tokenRequired: { text: 'Token is required', code: 2 },
  invalidAuthorization: { text: 'Invalid authorization', code: 3 },
  invalidToken: { text: 'Invalid token', code: 4 },
  noData: { text: 'No data', code: 5 },
  invalidFormat: { text: 'Invalid data format', code: 6 },
  busy: { text: 'Server is busy', code: 9 },
  channelMissing: { text: 'Data channel is missing', code: 10 },
  healthy: { text: 'HEC is healthy', code: 17 },
  tooLarge: { text: 'Request entity too large', code: 27 },
} as const;

const paths = {
  event: ['/services/collector', '/services/collector/event', '/services/collector/event/1.0'],
  raw: ['/services/collector/raw', '/services/collector/raw/1.0'],
  health: ['/services/collector/health', '/services/collector/health/1.0'],
  ack: ['/services/collector/ack'],
};

/** Splunk's HTTP Event Collector. Docker's driver asks OPTIONS before it lets a container start, and takes only 200. */
export const splunkHec: Way = {
  name: 'splunk-hec',
  routes: [
    ...[...paths.event, ...paths.raw, ...paths.ack].flatMap((path) => [
      { methods: ['POST'], path },
      { methods: ['OPTIONS'], path, open: true as const },
    ]),
    ...paths.health.map((path) => ({ methods: ['GET'], path, open: true as const })),
  ],
  async handle(ports, request, route, pusher) {
    if (request.method === 'OPTIONS') return { status: 200, headers: { allow: 'POST, OPTIONS' }, body: '' };
    if (paths.health.includes(route.path)) return jsonAnswer(200, answers.healthy);
    if (paths.ack.includes(route.path)) return acknowledge(ports, request, pusher);
    const push = await admit(ports, request, pusher);
    const text = bodyText(request);
    if (text.trim() === '') return jsonAnswer(400, answers.noData);
    const batch = paths.raw.includes(route.path) ? rawBatch(text, request.query) : eventBatch(text);
    if (batch === null) return jsonAnswer(400, { ...answers.invalidFormat, 'invalid-event-number': 0 });
    await push.take(batch);
    return jsonAnswer(
      200,
      channelOf(request) === null
        ? answers.success
        : { ...answers.success, ackId: ackIdOf(request.requestId) },
    );
  },
  refuse(error, request) {
    switch (error.code) {
      case 'unauthenticated':
        return refusedToken(request.headers.authorization);
      case 'forbidden':
      case 'tenant_mismatch':
      case 'tenant_inactive':
        return jsonAnswer(403, answers.invalidToken);
      case 'payload_too_large':
        return jsonAnswer(413, answers.tooLarge);
      case 'rate_limited':
      case 'unavailable':
        return jsonAnswer(503, answers.busy, retryHeaders(error));
      default:
        return jsonAnswer(400, answers.invalidFormat);
    }
  },
};

function refusedToken(authorization: string | undefined): WayAnswer {
  if (!authorization) return jsonAnswer(401, answers.tokenRequired);
  if (!/^(Splunk|Bearer|Basic|ApiKey)\s+\S+\s*$/i.test(authorization)) {
    return jsonAnswer(401, answers.invalidAuthorization);
  }
  return jsonAnswer(403, answers.invalidToken);
}

function bodyText(request: WayRequest): string {
  return lenientText(unzipBody(request.body));
}

const HEARTBEAT = /^HeartbeatInfo version=/;

/**
 * The events of a body of HEC objects, each with its envelope, which normalize unwraps. An object without an event is
 * kept aside: Splunk would refuse the whole batch, and some senders would send it again for ever.
 * @returns null when nothing in the body is a JSON object.
 */
function eventBatch(text: string): Batch | null {
  const events: string[] = [];
  const sidelined: Sidelined[] = [];
  const pieces = splitJson(text);
  if (pieces.length > MAX_EVENTS) throw tooMany(pieces.length);
  let objects = 0;
  for (const raw of pieces) {
    const value = parseObject(raw);
    if (value !== null) objects++;
    const reason = value === null ? 'not a JSON object' : refusalOf(value, raw);
    if (reason !== null) sidelined.push({ raw, reason });
    // The Collector's heartbeat is a word of the sender about itself.
    else if (!HEARTBEAT.test(String(value?.event))) events.push(raw);
  }
  return objects === 0 ? null : { events, sidelined };
}

function refusalOf({ event }: Record<string, unknown>, raw: string): string | null {
  if (event === undefined || event === null) return 'Event field is required (HEC code 12)';
  if (typeof event === 'string' && event.trim() === '') return 'Event field cannot be blank (HEC code 13)';
  if (Buffer.byteLength(raw) > MAX_EVENT_BYTES) return `larger than ${MAX_EVENT_BYTES} bytes`;
  return null;
}

/** Lines, with the host of the query where it names one: the only part of HEC's metadata that a raw line may lack. */
function rawBatch(text: string, { host, source, sourcetype }: WayRequest['query']): Batch {
  const batch = splitLines(text);
  if (host === undefined) return batch;
  const meta = {
    host,
    ...(source === undefined ? {} : { source }),
    ...(sourcetype === undefined ? {} : { sourcetype }),
  };
  return { ...batch, events: batch.events.map((event) => JSON.stringify({ ...meta, event })) };
}

function channelOf({ headers, query }: WayRequest): string | null {
  return headers['x-splunk-request-channel'] ?? query.channel ?? null;
}

/** An id that a resend after a lost answer does not repeat, within JavaScript's exact integers. */
function ackIdOf(requestId: string): number {
  return Number.parseInt(sha256(requestId).slice(0, 12), 16);
}

/** Everything that was answered with success is safe already, so every id that is asked for is acknowledged. */
async function acknowledge(ports: WayPorts, request: WayRequest, pusher: Pusher | null): Promise<WayAnswer> {
  await admit(ports, request, pusher);
  if (channelOf(request) === null) return jsonAnswer(400, answers.channelMissing);
  const asked = parseObject(bodyText(request))?.acks;
  if (!Array.isArray(asked) || !asked.every((id) => Number.isSafeInteger(id))) {
    throw new DomainError('invalid_request', 'Send {"acks": [numbers]}.');
  }
  return jsonAnswer(200, { acks: Object.fromEntries(asked.map((id) => [String(id), true])) });
}
