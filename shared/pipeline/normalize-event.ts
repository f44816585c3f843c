import type { Connector, JsonObject, ParsedEvent } from '#shared/connectors/connector.ts';
import { connectorFor } from '#shared/connectors/connectors.ts';
import { type EventTime, eventTime } from '#shared/connectors/event-time.ts';
import { type TenantId, uuidV5 } from '#shared/ids.ts';
import type { AttributeValue, CanonicalEvent } from '#shared/schema/event.ts';
import type { RawPack } from '#shared/schema/pack.ts';

/** A name longer than this is noise or an attack on keys and indices; it is cut and noted. */
const MAX_ID = 512;

/**
 * One raw event as a canonical one. Pure: the same record gives the same event, id included.
 * @throws Error with the reason when the text is no JSON object; the event is then sidelined.
 */
export function normalizeEvent(
  tenantId: TenantId,
  pack: Pick<RawPack, 'connector' | 'received_at'>,
  entry: RawPack['events'][number],
): CanonicalEvent {
  const value = parseObject(entry.raw);
  const connector = connectorFor(pack.connector, value);
  const parsed = connector.read(value);
  const time = eventTime(parsed.time, new Date(pack.received_at));
  return {
    tenant_id: tenantId,
    event_id: eventId(tenantId, connector, parsed, time, pack, entry),
    timestamp: time.at.toISOString(),
    source: { system: cut(parsed.system), integration: connector.name },
    category: parsed.category,
    severity: parsed.severity,
    actor: { type: parsed.actor.type, id: cut(parsed.actor.id) },
    target: { type: parsed.target.type, id: cut(parsed.target.id) },
    attributes: {
      ...parsed.attributes,
      ...related(parsed),
      ...(parsed.vendorId === null ? {} : { 'event.id': parsed.vendorId }),
      ...(time.quality === 'receipt' && parsed.time !== undefined
        ? { time_claimed: cut(typeof parsed.time === 'string' ? parsed.time : JSON.stringify(parsed.time)) }
        : {}),
      'event.ingested': pack.received_at,
      'event.original': entry.raw,
      'parse.status': parsed.notes.length === 0 ? 'full' : 'partial',
      ...(parsed.notes.length === 0 ? {} : { 'parse.notes': parsed.notes }),
      'parser.name': connector.name,
      'parser.version': connector.version,
      time_quality: time.quality,
    },
  };
}

/** Integers beyond 2^53 are read as text, so that 64-bit ids stay exact; the slower reviver runs only where one stands. */
const LONG_NUMBER = /\d{16}/;

function parseObject(raw: string): JsonObject {
  const value: unknown = LONG_NUMBER.test(raw) ? JSON.parse(raw, exactIntegers) : JSON.parse(raw);
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new Error('not a JSON object');
  return value as JsonObject;
}

function exactIntegers(_key: string, value: unknown, context?: { source: string }): unknown {
  const unsafe = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
  return unsafe && context !== undefined && /^-?\d+$/.test(context.source) ? context.source : value;
}

/**
 * The vendor's id names an event; without one its text does, with its place among equal texts of the request. A text
 * without any time of its own says nothing about which occurrence it is, so the receipt joins the name.
 */
function eventId(
  tenantId: TenantId,
  connector: Connector,
  parsed: ParsedEvent,
  time: EventTime,
  pack: Pick<RawPack, 'received_at'>,
  entry: RawPack['events'][number],
): string {
  if (parsed.vendorId !== null) return uuidV5('event', tenantId, connector.name, 'id', parsed.vendorId);
  const occurrence = time.quality === 'receipt' ? pack.received_at : '';
  return uuidV5('event', tenantId, connector.name, 'raw', entry.raw, String(entry.o), occurrence);
}

/** Well-formed too: half a surrogate pair is no UTF-8, and databases refuse it. */
function cut(text: string): string {
  return text.slice(0, MAX_ID).toWellFormed();
}

const relatedFields: readonly [string, readonly string[]][] = [
  [
    'related.ip',
    [
      'source.ip',
      'destination.ip',
      'host.ip',
      'client.ip',
      'server.ip',
      'source.nat.ip',
      'destination.nat.ip',
    ],
  ],
  [
    'related.user',
    ['user.name', 'user.email', 'source.user.name', 'destination.user.name', 'user.target.name'],
  ],
  [
    'related.hosts',
    ['host.name', 'host.hostname', 'source.domain', 'destination.domain', 'observer.hostname'],
  ],
  [
    'related.hash',
    ['file.hash.sha256', 'file.hash.sha1', 'file.hash.md5', 'process.hash.sha256', 'process.hash.md5'],
  ],
];

/** Values of one `related` field: enough to pivot on. */
const MAX_RELATED = 50;

/** ECS "related" fields: every address, user, host and hash of the event in one place to pivot on. */
function related(parsed: ParsedEvent): Record<string, AttributeValue> {
  const found: Record<string, AttributeValue> = {};
  for (const [name, fields] of relatedFields) {
    const values = new Set<string>();
    for (const field of fields) {
      const value = parsed.attributes[field];
      for (const item of Array.isArray(value) ? value : [value])
        if (typeof item === 'string' && values.size < MAX_RELATED) values.add(cut(item));
    }
    if (name === 'related.user' && parsed.actor.type === 'user' && parsed.actor.id !== 'unknown') {
      values.add(cut(parsed.actor.id));
    }
    if (values.size > 0) found[name] = [...values];
  }
  return found;
}
