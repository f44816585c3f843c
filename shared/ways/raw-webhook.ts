import { MAX_EVENTS } from '#shared/pipeline/limits.ts';
import { lenientText, unzipBody } from '#shared/pipeline/read-body.ts';
import { parseObject, splitAny } from '#shared/pipeline/split-any.ts';
import { batchOfRecords } from '#shared/ways/batch-of-records.ts';
import { isKplAggregate } from '#shared/ways/kpl.ts';
import { assertOwnSource, refuseWithProblem } from '#shared/ways/source-path.ts';
import { tooMany } from '#shared/ways/split-lines.ts';
import { admit, jsonAnswer, type Way, type WayAnswer, type WayRequest } from '#shared/ways/way.ts';

const path = '/v1/ingest/raw/{source_id}';

/**
 * A webhook of a source's own: any body, JSON or lines of text, never decoded as a form, since `+`, `%` and `&` are log
 * text. A body without any event is taken too: there is nothing in it to lose, and its sender would repeat it for ever.
 */
export const rawWebhook: Way = {
  name: 'raw-webhook',
  routes: [
    { methods: ['POST', 'PUT'], path, signed: true },
    { methods: ['GET'], path, open: true },
  ],
  async handle(ports, request, _route, pusher) {
    if (request.method === 'GET') return challenge(request);
    const push = await admit(ports, request, pusher);
    assertOwnSource(push.pusher, request);
    const body = unzipBody(request.body);
    const text = lenientText(body);
    const answer = handshake(request, text);
    if (answer !== null) return answer;
    // Somebody's own reader of a Kinesis stream posts its records as they are.
    const batch = isKplAggregate(body) ? batchOfRecords([body]) : splitAny(text);
    const count = batch.events.length + batch.sidelined.length;
    if (count > MAX_EVENTS) throw tooMany(count);
    await push.take(batch);
    return jsonAnswer(202, {
      accepted: batch.events.length,
      sidelined: batch.sidelined.length,
      request_id: request.requestId,
    });
  },
  refuse: refuseWithProblem,
};

/** Okta asks with GET, before it sends its first event, to have a header repeated ("Event hooks", one-time verification). */
function challenge(request: WayRequest): WayAnswer {
  const value = request.headers['x-okta-verification-challenge'];
  return value === undefined
    ? { status: 405, headers: { allow: 'POST, PUT' }, body: '' }
    : jsonAnswer(200, { verification: value });
}

/** What other services want repeated once: Slack a field of the body, Microsoft Graph a parameter. */
function handshake(request: WayRequest, text: string): WayAnswer | null {
  const { validationToken } = request.query;
  if (validationToken !== undefined && text.trim() === '') {
    const headers = { 'content-type': 'text/plain', 'x-content-type-options': 'nosniff' };
    return { status: 200, headers, body: validationToken };
  }
  if (!text.includes('"url_verification"')) return null;
  const value = parseObject(text);
  return value?.type === 'url_verification' && typeof value.challenge === 'string'
    ? jsonAnswer(200, { challenge: value.challenge })
    : null;
}
