import type { Connector, ParsedEvent } from '#shared/connectors/connector.ts';
import { type EventTime, eventTime } from '#shared/connectors/event-time.ts';
import { type Reading, readRaw } from '#shared/connectors/route.ts';
import type { PreparedSettings } from '#shared/connectors/source-settings.ts';
import { replace } from '#shared/connectors/vocabulary.ts';
import { type TenantId, uuidV5 } from '#shared/ids.ts';
import { adaptEvent } from '#shared/pipeline/adapt-event.ts';
import { cutId, relate } from '#shared/pipeline/relate.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';
import type { RawPack } from '#shared/schema/pack.ts';

/** What the events of a pack are read by; a zone said here goes before the source's setting. */
type PackHeader = Pick<RawPack, 'connector' | 'received_at'> & {
  timezone?: string | null;
  settings?: PreparedSettings;
};

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
  const receivedAt = receiptOf(pack.received_at);
  const settings = pack.settings?.read ?? {};
  const timezone = pack.timezone ?? settings.timezone ?? null;
  const readings = readRaw(entry.raw, pack.connector, { receivedAt, timezone, settings });
  const [only, ...others] = readings;
  // An envelope of one keeps the text as it was received; of many, each event keeps its own part.
  if (only !== undefined && others.length === 0)
    return [canonicalOf(tenantId, pack, [String(entry.o)], only, entry.raw)];
  return readings.map((reading, index) =>
    canonicalOf(tenantId, pack, [String(entry.o), String(index)], reading, reading.raw),
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
  { connector, parsed, raw: inner }: Reading,
  raw: string,
): CanonicalEvent {
  const time = eventTime(parsed.time, receiptOf(pack.received_at));
  const { attributes, notes } = parsed;
  for (const [key, value] of pack.settings?.fills ?? [])
    if (attributes[key] === undefined) replace(attributes, key, value);
  relate(parsed);
  if (parsed.vendorId !== null) attributes['event.id'] = parsed.vendorId;
  if (time.quality === 'receipt' && parsed.time !== undefined)
    attributes.time_claimed = cutId(
      typeof parsed.time === 'string' ? parsed.time : JSON.stringify(parsed.time),
    );
  attributes['event.ingested'] = pack.received_at;
  attributes['event.original'] = raw;
  attributes['parse.status'] = notes.length === 0 ? 'full' : 'partial';
  if (notes.length > 0) attributes['parse.notes'] = notes;
  if (holdsSurrogate(raw) || (inner !== raw && holdsSurrogate(inner))) mend(attributes);
  attributes['parser.name'] = connector.name;
  attributes['parser.version'] = connector.version + (pack.settings?.mark ?? '');
  attributes.time_quality = time.quality;
  const event: CanonicalEvent = {
    tenant_id: tenantId,
    event_id: eventId(tenantId, connector, parsed, time, pack, raw, place),
    timestamp: isoOf(time.at),
    source: { system: cutId(parsed.system), integration: connector.name },
    category: parsed.category,
    severity: parsed.severity,
    actor: { type: parsed.actor.type, id: cutId(parsed.actor.id) },
    target: { type: parsed.target.type, id: cutId(parsed.target.id) },
    attributes,
  };
  const plan = pack.settings?.adapt ?? null;
  return plan === null ? event : adaptEvent(event, plan);
}

/** JSON can spell out half a surrogate pair, which is no UTF-8 and which databases refuse. */
const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/;

function holdsSurrogate(text: string): boolean {
  return !text.isWellFormed() || (text.includes('\\u') && SURROGATE_ESCAPE.test(text));
}

function mend(attributes: CanonicalEvent['attributes']): void {
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    if (typeof value === 'string') attributes[name] = value.toWellFormed();
    else if (Array.isArray(value))
      attributes[name] = value.map((item) => (typeof item === 'string' ? item.toWellFormed() : item));
  }
}

/** The events of a pack are received together. */
const receipt = { text: '', at: new Date(0) };

function receiptOf(text: string): Date {
  if (receipt.text !== text) {
    receipt.text = text;
    receipt.at = new Date(text);
  }
  return receipt.at;
}

const DAY_MS = 86_400_000;
/** Most events are of the day of the one before. */
const today = { day: Number.NaN, text: '' };

/** `toISOString`, which asks the calendar each time; years of four digits only come here. */
function isoOf(at: Date): string {
  const ms = at.getTime();
  const day = Math.floor(ms / DAY_MS);
  if (day !== today.day) {
    today.text = at.toISOString().slice(0, 11);
    today.day = day;
  }
  const rest = ms - day * DAY_MS;
  const [h, m] = [Math.floor(rest / 3_600_000), Math.floor(rest / 60_000) % 60];
  const [s, f] = [Math.floor(rest / 1_000) % 60, rest % 1_000];
  return `${today.text}${h < 10 ? '0' : ''}${h}:${m < 10 ? '0' : ''}${m}:${s < 10 ? '0' : ''}${s}.${f < 10 ? '00' : f < 100 ? '0' : ''}${f}Z`;
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
