import { CUT_OFF, closedObject } from '#shared/connectors/close-json.ts';
import type { Connector, JsonObject, ParsedEvent, ReadContext } from '#shared/connectors/connector.ts';
import { connectorNamed, connectors } from '#shared/connectors/connectors.ts';
import { firstOf, isJsonObject, jsonObject, parseJson } from '#shared/connectors/parse-json.ts';
import { isLowerCased, recase } from '#shared/connectors/recase.ts';
import { scanSyslog } from '#shared/connectors/scan/syslog.ts';
import { traceStep } from '#shared/connectors/trace.ts';
import { unwrapEnvelope, unwrapShipper, type Wrapped } from '#shared/connectors/unwrap.ts';
import { replace } from '#shared/connectors/vocabulary.ts';
import { once } from '#shared/once.ts';
import type { AttributeValue } from '#shared/schema/event.ts';

/** One event that was read, by whom, and its own text where it came out of an envelope with others. */
export type Reading = { connector: Connector; parsed: ParsedEvent; raw: string };

const MAX_DEPTH = 4;

/**
 * Takes a raw text out of its envelopes and has each event in it read by the named connector, or by the first that
 * knows the shape. An envelope may hold none (a control message) or many.
 * @throws Error with the reason when no event can be made of it; the text is then sidelined.
 */
export function readRaw(raw: string, name: string, context: ReadContext): Reading[] {
  const named = connectorNamed(name);
  const first = firstOf(raw);
  if (first === '{' || first === '[') {
    const value = parseWhole(raw);
    const cut = value instanceof SyntaxError ? readCut(raw, raw, named, context) : null;
    if (cut !== null) return cut;
    if (value instanceof SyntaxError) throw value;
    if (isJsonObject(value)) return readObject(value, raw, named, context, 0);
    if (Array.isArray(value) && value.every((item) => isJsonObject(item) && isKnown(item)))
      return value.flatMap((item: JsonObject) => readObject(item, JSON.stringify(item), named, context, 1));
    if (value !== undefined) throw new Error('not a JSON object');
  }
  const reading = readText(raw, named, context, 0);
  if (reading === null) throw new Error('neither a JSON object nor a line that a connector knows');
  return [reading];
}

/** Undefined for text that only begins like JSON, such as `[Sun Nov 22 …] error`; the error of an object that is none. */
function parseWhole(raw: string): unknown {
  try {
    return parseJson(raw);
  } catch (error) {
    if (firstOf(raw) === '[') return undefined;
    if (error instanceof SyntaxError) return error;
    throw error;
  }
}

/** An object that a relay cut off, where a connector still knows it; null for any other text. */
function readCut(text: string, raw: string, named: Connector | null, context: ReadContext): Reading[] | null {
  const object = closedObject(text);
  if (object === null || !(named === null ? isKnown(object) : isItsOwn(object, named, context))) return null;
  const readings = readObject(object, raw, named, context, 1);
  for (const { parsed } of readings) parsed.notes.push(CUT_OFF);
  // An envelope whose first event is cut holds none that is whole.
  return readings.length === 0 ? null : readings;
}

const specific = once((): readonly Connector[] => connectors.slice(0, -1));
const last = once((): Connector | undefined => connectors.at(-1));
const lineReaders = once((): readonly Connector[] => connectors.filter((one) => one.text !== undefined));

/** A tenant's mapping tells the events that it is for, as a vendor's connector does. */
function isItsOwn(value: JsonObject, named: Connector, { settings }: ReadContext): boolean {
  return named.sniff(value) || settings?.mapping?.matches(value) === true;
}

function isKnown(value: JsonObject): boolean {
  return specific().some((connector) => connector.sniff(value)) || unwrapEnvelope(value) !== null;
}

function readObject(
  value: JsonObject,
  raw: string,
  named: Connector | null,
  context: ReadContext,
  depth: number,
): Reading[] {
  const owner =
    named !== null && isItsOwn(value, named, context)
      ? named
      : named === null
        ? specific().find((one) => one.sniff(value))
        : undefined;
  if (owner !== undefined && owner !== last()) {
    traceConnector(owner, named, 'its shape');
    return [{ connector: owner, parsed: owner.read(value, context), raw }];
  }
  if (isLowerCased(value)) {
    const folded = readFolded(value, raw, named, context);
    if (folded !== null) return folded;
  }
  if (depth < MAX_DEPTH) {
    const many = unwrapEnvelope(value);
    if (many !== null) return many.flatMap((one) => readWrapped(one, named, context, depth));
    const one = unwrapShipper(value);
    const inner = one === null ? null : readShipped(one, raw, named, context, depth);
    if (inner !== null) return inner;
  }
  const reader = named ?? last();
  if (reader === undefined) throw new Error('no connector is registered');
  traceConnector(reader, named, 'nobody else knowing it');
  return [{ connector: reader, parsed: reader.read(value, context), raw }];
}

/** An event whose names a data warehouse folded to lower case, by the connector that knows them unfolded. */
function readFolded(
  value: JsonObject,
  raw: string,
  named: Connector | null,
  context: ReadContext,
): Reading[] | null {
  for (const connector of named === null ? specific() : [named]) {
    const unfolded = recase(value, connector);
    if (unfolded === null || !connector.sniff(unfolded)) continue;
    traceConnector(connector, named, 'its shape in lower case');
    return [{ connector, parsed: connector.read(unfolded, context), raw }];
  }
  return null;
}

function readWrapped(
  wrapped: Wrapped,
  named: Connector | null,
  context: ReadContext,
  depth: number,
): Reading[] {
  const { content } = wrapped;
  const object = typeof content === 'string' ? jsonObject(content) : content;
  const raw = typeof content === 'string' ? content : JSON.stringify(content);
  const readings =
    object !== null
      ? readObject(object, raw, named, context, depth + 1)
      : [readText(raw, named, context, depth + 1)];
  return readings.flatMap((reading) => {
    if (reading === null)
      throw new Error(`a line in the envelope is neither JSON nor one that a connector knows`);
    return [withHints(reading, wrapped)];
  });
}

/** Null when what stands in the wrapper's text is nobody's: the object is then an event of its own. */
function readShipped(
  wrapped: Wrapped,
  raw: string,
  named: Connector | null,
  context: ReadContext,
  depth: number,
): Reading[] | null {
  const { content } = wrapped;
  const object = typeof content === 'string' ? jsonObject(content) : content;
  if (object !== null) {
    const isOurs = named !== null ? isItsOwn(object, named, context) : isKnown(object);
    if (!isOurs && unwrapShipper(object) === null) return null;
    const readings = readObject(object, raw, named, context, depth + 1);
    return readings.every(({ connector }) => connector === last())
      ? null
      : readings.map((reading) => withHints(reading, wrapped));
  }
  const reading = readText(content as string, named, context, depth + 1);
  return reading === null ? null : [withHints({ ...reading, raw }, wrapped)];
}

function withHints({ connector, parsed, raw }: Reading, { hints, time }: Wrapped): Reading {
  const host = hints['host.name'];
  const target =
    parsed.target.id === 'unknown' && typeof host === 'string'
      ? { ...parsed.target, id: host }
      : parsed.target;
  const { attributes } = parsed;
  for (const name of Object.keys(hints))
    if (attributes[name] === undefined) replace(attributes, name, hints[name] as AttributeValue);
  return { connector, raw, parsed: { ...parsed, time: parsed.time ?? time, target } };
}

function readText(
  text: string,
  named: Connector | null,
  context: ReadContext,
  depth: number,
): Reading | null {
  const candidates =
    named?.text !== undefined
      ? [named]
      : named === null
        ? lineReaders().filter((one) => one.text?.sniff(text))
        : [];
  // A line that only the last of them knows may be a header with some vendor's JSON behind it.
  if (named === null && candidates.length < 2 && hasObject(text) && depth < MAX_DEPTH) {
    const payload = readPayload(text, named, context, depth);
    if (payload !== null && payload.connector !== last()) return payload;
  }
  for (const connector of candidates) {
    const parsed = connector.text?.read(text, context) ?? null;
    if (parsed === null) continue;
    traceConnector(connector, named, 'its text');
    return { connector, parsed, raw: text };
  }
  return depth < MAX_DEPTH ? readPayload(text, named, context, depth) : null;
}

/** An object at the end, or the beginning of one that was cut off. */
function hasObject(text: string): boolean {
  return text.trimEnd().endsWith('}') || text.slice(0, 1_024).includes('{"');
}

function traceConnector({ name, version }: Connector, named: Connector | null, told: string): void {
  traceStep('connector', `${name} ${version}, ${named === null ? `told by ${told}` : 'named by the source'}`);
}

/** JSON behind a syslog header, as relays and `@cee:` cookies send it. */
function readPayload(
  text: string,
  named: Connector | null,
  context: ReadContext,
  depth: number,
): Reading | null {
  const open = text.indexOf('{');
  if (open === -1 || open > 1_024) return null;
  const header = scanSyslog(text.slice(0, open));
  if (header.time === null && header.priority === null) return null;
  const payload = text.slice(open);
  const object = jsonObject(payload);
  const readings =
    object === null
      ? readCut(payload, text, named, context)
      : readObject(object, text, named, context, depth + 1);
  const [reading] = readings ?? [];
  if (reading === undefined) return null;
  traceStep('envelope', 'JSON behind a syslog header');
  const hints = header.host === null ? {} : { 'host.name': header.host };
  return withHints({ ...reading, raw: text }, { content: object ?? {}, hints, time: undefined });
}
