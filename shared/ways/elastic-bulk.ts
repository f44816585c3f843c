import { DomainError } from '#shared/errors.ts';
import { uuidV5 } from '#shared/ids.ts';
import { MAX_EVENT_BYTES, MAX_EVENTS } from '#shared/pipeline/limits.ts';
import { lenientText, unzipBody } from '#shared/pipeline/read-body.ts';
import { parseObject } from '#shared/pipeline/split-any.ts';
import { elasticAnswer, elasticRefusal } from '#shared/ways/elastic-answer.ts';
import { tooMany } from '#shared/ways/split-lines.ts';
import { admit, type Way, type WayRequest } from '#shared/ways/way.ts';

/** One action of a bulk body with its document. `refusal` says why it can't be taken; its sender drops it then. */
type Action = { op: string; index: string; id: string | null; raw: string; refusal: string | null };

/**
 * Elasticsearch's bulk API as Beats, Logstash, rsyslog and the official clients use it: each document is an event.
 * Overload is a 200 whose items all say 429: that is what these clients wait and try again for, while a 503 for the
 * request is tried four times within a second and then lost. Never half of them: rsyslog repeats the whole batch.
 */
export const elasticBulk: Way = {
  name: 'elastic-bulk',
  routes: ['/_bulk', '/{index}/_bulk'].map((path) => ({ methods: ['POST', 'PUT'], path })),
  async handle(ports, request, _route, pusher) {
    const push = await admit(ports, request, pusher);
    const actions = readActions(request);
    const good = actions.filter(({ refusal }) => refusal === null);
    const sidelined = actions.flatMap(({ raw, refusal }) =>
      refusal === null || raw === '' ? [] : [{ raw, reason: refusal }],
    );
    let because: unknown;
    let busy: DomainError | null = null;
    try {
      await push.take({ events: good.map(({ raw }) => raw), sidelined });
    } catch (error) {
      because = error;
      // A fault of ours too: the client's only patient retry is the one for items.
      busy =
        error instanceof DomainError ? error : new DomainError('unavailable', 'Not taken now: send again.');
    }
    const items = actions.map((action) => ({ [action.op]: itemOf(action, busy, push.tenant.tenant_id) }));
    const answer = elasticAnswer(request, 200, {
      took: Math.max(0, ports.clock().getTime() - request.now.getTime()),
      errors: busy !== null || good.length < actions.length,
      items,
    });
    return { ...answer, because };
  },
  refuse: elasticRefusal,
};

function itemOf(action: Action, busy: DomainError | null, tenantId: string): Record<string, unknown> {
  const head = { _index: action.index, _id: action.id ?? uuidV5('bulk', tenantId, action.index, action.raw) };
  if (busy !== null) {
    return { ...head, status: 429, error: { type: 'es_rejected_execution_exception', reason: busy.message } };
  }
  if (action.refusal !== null) {
    return { ...head, status: 400, error: { type: 'document_parsing_exception', reason: action.refusal } };
  }
  return {
    ...head,
    _version: 1,
    result: 'created',
    _shards: { total: 1, successful: 1, failed: 0 },
    _seq_no: 0,
    _primary_term: 1,
    status: 201,
  };
}

/** @throws DomainError `invalid_request` for a body that is no bulk body, `payload_too_large`. */
function readActions(request: WayRequest): Action[] {
  const lines = lenientText(unzipBody(request.body))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const fromPath = request.path.split('/').filter((part) => part !== '' && part !== '_bulk')[0];
  const actions: Action[] = [];
  for (let at = 0; at < lines.length; ) {
    const head = actionOf(lines[at] ?? '');
    if (head === null) {
      throw new DomainError(
        'invalid_request',
        `Malformed action/metadata line [${at + 1}], expected one of create, index, update, delete.`,
      );
    }
    const raw = head.op === 'delete' ? '' : (lines[at + 1] ?? '');
    at += head.op === 'delete' ? 1 : 2;
    const index = head.index ?? (fromPath === undefined ? 'logs' : decodeURIComponent(fromPath));
    actions.push({ op: head.op, index, id: head.id, raw, refusal: refusalOf(head.op, raw) });
  }
  if (actions.length === 0) throw new DomainError('invalid_request', 'request body is required');
  if (actions.length > MAX_EVENTS) throw tooMany(actions.length);
  return actions;
}

function actionOf(line: string): { op: string; index: string | null; id: string | null } | null {
  const value = parseObject(line);
  if (value === null) return null;
  const [entry, ...others] = Object.entries(value);
  if (entry === undefined || others.length > 0) return null;
  const [op, meta] = entry;
  if (!['create', 'index', 'update', 'delete'].includes(op)) return null;
  const { _index, _id } = (meta ?? {}) as Record<string, unknown>;
  return { op, index: textOr(_index), id: textOr(_id) };
}

function textOr(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null;
}

function refusalOf(op: string, raw: string): string | null {
  if (op !== 'create' && op !== 'index') return `[${op}] is not supported: events are only added`;
  if (parseObject(raw) === null) return 'failed to parse: the document is no JSON object';
  if (Buffer.byteLength(raw) > MAX_EVENT_BYTES) return `the document is larger than ${MAX_EVENT_BYTES} bytes`;
  return null;
}
