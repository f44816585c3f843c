import { DomainError } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import { MAX_EVENT_BYTES, MAX_EVENTS } from '#shared/pipeline/limits.ts';
import { NOT_TEXT } from '#shared/pipeline/read-body.ts';
import { splitJson } from '#shared/pipeline/split-json.ts';
import type { Sidelined } from '#shared/pipeline/take-events.ts';

/** One event of a body that is not taken, by its position among the body's events, counted from 0. */
export type Refusal = { index: number; reason: string };

export type SplitEvents = { events: string[]; refused: Refusal[]; sidelined: Sidelined[] };

/**
 * Splits a body into the raw texts of its events: one JSON object (also pretty-printed), a JSON array, NDJSON, objects
 * one behind the other, or a list under `logs`.
 * The texts are slices of the body, so that 64-bit numbers stay exact. A bad event is refused alone.
 * @throws DomainError `invalid_request` when nothing in the body is JSON, `payload_too_large` over `MAX_EVENTS`.
 */
export function splitEvents(text: string, tenantId: TenantId): SplitEvents {
  const parts = toParts(text);
  if (parts.length > MAX_EVENTS) {
    throw new DomainError(
      'payload_too_large',
      `The body holds ${parts.length} events, more than ${MAX_EVENTS}: send smaller batches.`,
      { events: parts.length, limit: MAX_EVENTS },
    );
  }
  const events: string[] = [];
  const refused: Refusal[] = [];
  const sidelined: Sidelined[] = [];
  for (const [index, part] of parts.entries()) {
    const reason = refusalOf(part, tenantId);
    if (reason === null) events.push(part.raw);
    else {
      refused.push({ index, reason });
      sidelined.push({ raw: part.raw, reason });
    }
  }
  if (events.length === 0) {
    throw new DomainError(
      'invalid_request',
      parts.length === 0
        ? 'The body holds no event: send one JSON event, a JSON array or NDJSON.'
        : 'No event of the body can be taken: see details.rejected for each reason.',
      { rejected: refused.slice(0, 100) },
    );
  }
  return { events, refused, sidelined };
}

/** The same judgement over texts that are apart already. */
export function judgeEvents(texts: readonly string[], tenantId: TenantId): Omit<SplitEvents, 'refused'> {
  const events: string[] = [];
  const sidelined: Sidelined[] = [];
  for (const raw of texts) {
    const reason = refusalOf({ raw, value: parse(raw) }, tenantId);
    if (reason === null) events.push(raw);
    else sidelined.push({ raw, reason });
  }
  return { events, sidelined };
}

type Part = { raw: string; value: unknown };
const NOT_JSON = Symbol('not JSON');

function toParts(text: string): Part[] {
  const whole = parse(text);
  if (Array.isArray(whole)) return sliceArray(text).map((raw, i) => ({ raw, value: whole[i] }));
  if (whole !== NOT_JSON) {
    const list = listUnderLogs(whole);
    if (list === null) return [{ raw: text.trim(), value: whole }];
    return sliceArray(text).map((raw, i) => ({ raw, value: list[i] }));
  }
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .flatMap(lineParts);
}

/** A line holds one event, or several that a sender wrote one behind the other (Splunk's clients). */
function lineParts(line: string): Part[] {
  const value = parse(line);
  if (value !== NOT_JSON || !line.startsWith('{')) return [{ raw: line, value }];
  const parts = splitJson(line).map((raw) => ({ raw, value: parse(raw) }));
  return parts.every((part) => part.value !== NOT_JSON) ? parts : [{ raw: line, value }];
}

/** `{"logs": […]}` and nothing else is how pino's HTTP transport sends its lines. */
function listUnderLogs(value: unknown): unknown[] | null {
  if (value === null || typeof value !== 'object' || !('logs' in value)) return null;
  return Array.isArray(value.logs) && Object.keys(value).length === 1 ? value.logs : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return NOT_JSON;
  }
}

/** The raw texts of a valid JSON array's elements: one pass that knows strings and nesting. */
function sliceArray(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = text.indexOf('[') + 1;
  for (let i = start - 1; i < text.length; i++) {
    const char = text[i];
    if (char === '"') i = endOfString(text, i);
    else if (char === '[' || char === '{') depth++;
    else if (char === ']' || char === '}') depth--;
    else if (char === ',' && depth === 1) {
      parts.push(text.slice(start, i).trim());
      start = i + 1;
    }
    if (depth === 0) {
      const last = text.slice(start, i).trim();
      if (last !== '') parts.push(last);
      break;
    }
  }
  return parts;
}

function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
  return i;
}

function refusalOf({ raw, value }: Part, tenantId: TenantId): string | null {
  if (raw === NOT_TEXT) return 'not UTF-8 text';
  if (value === NOT_JSON) return 'not valid JSON (is the line cut off?)';
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    return 'an event must be a JSON object';
  if (raw.length > MAX_EVENT_BYTES || Buffer.byteLength(raw) > MAX_EVENT_BYTES) {
    return `larger than ${MAX_EVENT_BYTES} bytes`;
  }
  const named = (value as Record<string, unknown>).tenant_id;
  if (named !== undefined && named !== tenantId) {
    return 'tenant_id is not the tenant of the token: leave it out, the token decides';
  }
  return null;
}
