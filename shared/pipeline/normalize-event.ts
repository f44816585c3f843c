import type { Connector, ParsedEvent } from '#shared/connectors/connector.ts';
import { type EventTime, eventTime } from '#shared/connectors/event-time.ts';
import { type Reading, readRaw } from '#shared/connectors/route.ts';
import { type TenantId, uuidV5 } from '#shared/ids.ts';
import type { AttributeValue, CanonicalEvent } from '#shared/schema/event.ts';
import type { RawPack } from '#shared/schema/pack.ts';

/** A name longer than this is noise or an attack on keys and indices; it is cut and noted. */
const MAX_ID = 512;

/** What a source's setting adds to a pack: the zone of clocks that name none. */
type PackHeader = Pick<RawPack, 'connector' | 'received_at'> & { timezone?: string | null };

/**
 * One raw text as canonical events: one, or as many as its envelope holds. Pure: the same record gives the same
 * events, ids included.
 * @throws Error with the reason when no event can be read from it; the text is then sidelined.
 */
export function normalizeEvents(
  tenantId: TenantId,
  pack: PackHeader,
  entry: RawPack['events'][number],
): CanonicalEvent[] {
  const receivedAt = new Date(pack.received_at);
  const readings = readRaw(entry.raw, pack.connector, { receivedAt, timezone: pack.timezone ?? null });
  const [only, ...others] = readings;
  // An envelope of one keeps the text as it was received; of many, each event keeps its own part.
  if (only !== undefined && others.length === 0)
    return [canonicalOf(tenantId, pack, [String(entry.o)], { ...only, raw: entry.raw })];
  return readings.map((reading, index) =>
    canonicalOf(tenantId, pack, [String(entry.o), String(index)], reading),
  );
}

/**
 * The one event of a raw text.
 * @throws Error when no event can be read, or the text is an envelope of more or fewer than one.
 */
export function normalizeEvent(
  tenantId: TenantId,
  pack: PackHeader,
  entry: RawPack['events'][number],
): CanonicalEvent {
  const [event, ...others] = normalizeEvents(tenantId, pack, entry);
  if (event === undefined || others.length > 0) throw new Error('an envelope of events, not one event');
  return event;
}

function canonicalOf(
  tenantId: TenantId,
  pack: PackHeader,
  place: readonly string[],
  { connector, parsed, raw }: Reading,
): CanonicalEvent {
  const time = eventTime(parsed.time, new Date(pack.received_at));
  return {
    tenant_id: tenantId,
    event_id: eventId(tenantId, connector, parsed, time, pack, raw, place),
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
      'event.original': raw,
      'parse.status': parsed.notes.length === 0 ? 'full' : 'partial',
      ...(parsed.notes.length === 0 ? {} : { 'parse.notes': parsed.notes }),
      'parser.name': connector.name,
      'parser.version': connector.version,
      time_quality: time.quality,
    },
  };
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
  raw: string,
  place: readonly string[],
): string {
  if (parsed.vendorId !== null) return uuidV5('event', tenantId, connector.name, 'id', parsed.vendorId);
  const occurrence = time.quality === 'receipt' ? pack.received_at : '';
  return uuidV5('event', tenantId, connector.name, 'raw', raw, ...place, occurrence);
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
