import { z } from 'zod';
import type { AdaptationPlan, AdaptationRow } from '#shared/connectors/adaptation/plan.ts';
import { partiesOf } from '#shared/connectors/draft.ts';
import { NO_ACTOR } from '#shared/connectors/ecs-json/connector.ts';
import { eventTime } from '#shared/connectors/event-time.ts';
import { outcomeOf, setFailedLoginCount } from '#shared/connectors/failed-login.ts';
import { zoned } from '#shared/connectors/scan/resolve-time.ts';
import { isTracing, traceRow } from '#shared/connectors/trace.ts';
import { type Attributes, put, replace } from '#shared/connectors/vocabulary.ts';
import { cutId, relate } from '#shared/pipeline/relate.ts';
import { type AttributeValue, attributeValueSchema, type CanonicalEvent } from '#shared/schema/event.ts';

/** What an adaptation wrote, for people: `client_addr → source.ip`. */
const ADAPTED = 'parse.adapted';
/** What stood there before, as JSON: an adaptation can be taken back from an event without reading its raw text again. */
const BEFORE = 'parse.before';
/** Behind the parser's version: the version of the source's adaptations that wrote into the event. */
const SUFFIX = /[+.]m\d+$/;

const RELATED = ['related.ip', 'related.user', 'related.hosts', 'related.hash'];

const formerSchema = z.object({
  attributes: z.record(z.string(), attributeValueSchema.nullable()),
  actor: z.object({ type: z.enum(['user', 'service']), id: z.string() }).optional(),
  target: z.object({ type: z.enum(['asset', 'workload']), id: z.string() }).optional(),
  timestamp: z.iso.datetime().optional(),
});
type Former = z.infer<typeof formerSchema>;

/**
 * Writes a source's accepted adaptations into an event that its connector has read, in place. What the connector
 * mapped stands, but for a renamed field, which takes the place of the one that no longer comes. The event's id stays
 * what it was, so that one that is adapted later is still the same event.
 */
export function adaptEvent(event: CanonicalEvent, plan: AdaptationPlan): CanonicalEvent {
  const rows = plan.rows.get(event.source.integration);
  if (rows === undefined) return event;
  const { attributes } = event;
  const former: Former = { attributes: {} };
  const before = partiesOf(attributes);
  const adapted = rows.flatMap((row) => writeRow(event, row, plan, former));
  if (adapted.length === 0) return event;
  derive(event, before, former);
  remember(attributes, ADAPTED, former);
  const version = String(attributes['parser.version'] ?? '');
  remember(attributes, 'parser.version', former);
  attributes['parser.version'] = `${version}${version.includes('+') ? '.' : '+'}m${plan.version}`;
  attributes[ADAPTED] = adapted;
  attributes[BEFORE] = JSON.stringify(former);
  return event;
}

/** The event as it was before any adaptation, in place. */
export function restoreEvent(event: CanonicalEvent): CanonicalEvent {
  const { attributes } = event;
  const former = formerOf(attributes);
  if (former === null) return event;
  delete attributes[BEFORE];
  for (const name of Object.keys(former.attributes)) {
    const value = former.attributes[name];
    if (value === null || value === undefined) delete attributes[name];
    else attributes[name] = value;
  }
  if (former.actor !== undefined) event.actor = former.actor;
  if (former.target !== undefined) event.target = former.target;
  if (former.timestamp !== undefined) event.timestamp = former.timestamp;
  return event;
}

/** Null for an event that no adaptation wrote into; a field of the vendor's that is named so is none of ours. */
function formerOf(attributes: Attributes): Former | null {
  const text = own(attributes, BEFORE);
  if (typeof text !== 'string' || !SUFFIX.test(String(attributes['parser.version']))) return null;
  try {
    return formerSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** By its own name only: a field may be called like something that every object has. */
function own(attributes: Attributes, name: string): AttributeValue | undefined {
  return Object.hasOwn(attributes, name) ? attributes[name] : undefined;
}

function remember(attributes: Attributes, name: string, former: Former): void {
  if (!Object.hasOwn(former.attributes, name)) former.attributes[name] = own(attributes, name) ?? null;
}

/** What the row wrote, in words; empty where there was nothing to write. */
function writeRow(
  event: CanonicalEvent,
  { field, renamedFrom, writes }: AdaptationRow,
  plan: AdaptationPlan,
  former: Former,
): string[] {
  const { attributes } = event;
  const found = own(attributes, field);
  if (found === undefined) return [];
  const replaces = renamedFrom !== null && own(attributes, renamedFrom) === undefined;
  const written: string[] = [];
  if (isTracing()) traceRow(`adaptation ${field} → ${writes.map(({ key }) => key).join(', ')}`);
  for (const { key, convert } of writes) {
    if (key === 'timestamp') {
      if (writeTime(event, found, plan, replaces, former)) written.push(key);
      continue;
    }
    const made: Attributes = Object.create(null);
    put(made, key, convert === undefined ? found : convert(found));
    // An address may bring its port, and a name in an address's place goes where names belong.
    for (const name of Object.keys(made)) {
      const isThere = own(attributes, name) !== undefined;
      // What an earlier row of this source wrote stands too.
      if (isThere && (!replaces || Object.hasOwn(former.attributes, name))) continue;
      remember(attributes, name, former);
      replace(attributes, name, made[name] as AttributeValue);
      written.push(name);
    }
  }
  if (isTracing()) traceRow(null);
  return written.map((name) => `${field} → ${name}`);
}

function writeTime(
  event: CanonicalEvent,
  found: AttributeValue,
  { timezone }: AdaptationPlan,
  replaces: boolean,
  former: Former,
): boolean {
  const { attributes } = event;
  if (attributes.time_quality !== 'receipt' && !replaces) return false;
  const receivedAt = new Date(String(attributes['event.ingested']));
  if (Number.isNaN(receivedAt.getTime())) return false;
  const time = eventTime(
    typeof found === 'string' ? zoned(found, { receivedAt, timezone }) : found,
    receivedAt,
  );
  if (time.quality === 'receipt') return false;
  former.timestamp ??= event.timestamp;
  remember(attributes, 'time_quality', former);
  remember(attributes, 'time_claimed', former);
  event.timestamp = time.at.toISOString();
  attributes.time_quality = time.quality;
  delete attributes.time_claimed;
  return true;
}

/** What follows from the attributes: outcome, failed logins, who acted on what, what is related. */
function derive(event: CanonicalEvent, before: ReturnType<typeof partiesOf>, former: Former): void {
  const { attributes } = event;
  const outcome = outcomeOf(own(attributes, 'event.outcome'));
  if (outcome !== null && outcome !== attributes['event.outcome']) {
    remember(attributes, 'event.outcome', former);
    attributes['event.outcome'] = outcome;
  }
  remember(attributes, 'failed_login_count', former);
  setFailedLoginCount(event.category, attributes);
  const after = partiesOf(attributes);
  // Where the connector itself said who acted, that stands.
  if (isSame(event.actor, before.actor) && !isSame(after.actor, event.actor)) {
    former.actor = event.actor;
    if (event.actor.id === 'unknown') dropNote(attributes, NO_ACTOR, former);
    event.actor = { ...after.actor, id: cutId(after.actor.id) };
  }
  if (isSame(event.target, before.target) && !isSame(after.target, event.target)) {
    former.target = event.target;
    event.target = { ...after.target, id: cutId(after.target.id) };
  }
  for (const name of RELATED) remember(attributes, name, former);
  for (const name of RELATED)
    if (Array.isArray(attributes[name])) attributes[name] = [...(attributes[name] as string[])];
  relate(event);
  // What came out the same need not be said twice.
  for (const [name, value] of Object.entries(former.attributes))
    if (JSON.stringify(own(attributes, name) ?? null) === JSON.stringify(value))
      delete former.attributes[name];
}

const isSame = (a: { type: string; id: string }, b: { type: string; id: string }): boolean =>
  a.type === b.type && a.id === cutId(b.id);

function dropNote(attributes: Attributes, note: string, former: Former): void {
  const notes = own(attributes, 'parse.notes');
  if (!Array.isArray(notes) || !notes.includes(note)) return;
  remember(attributes, 'parse.notes', former);
  remember(attributes, 'parse.status', former);
  const left = notes.filter((one) => one !== note);
  if (left.length > 0) attributes['parse.notes'] = left;
  else {
    delete attributes['parse.notes'];
    attributes['parse.status'] = 'full';
  }
}
