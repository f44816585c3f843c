import {
  isScalar,
  jsonOf,
  MAX_ATTRIBUTES,
  MAX_BYTES,
  MAX_DEPTH,
  MAX_ITEMS,
  MAX_NAME,
  MAX_NOTES,
  MAX_TEXT,
  TOO_MANY,
} from '#shared/connectors/attribute-caps.ts';
import type { JsonObject } from '#shared/connectors/connector.ts';
import type { AttributeValue } from '#shared/schema/event.ts';

/** A dotted name as it was built once: building it again for each event costs more than everything else here. */
type Name = { text: string; seenIn: number };
type Place = { name: Name; children: Map<string, Place> };

/** Names that are remembered; vendors have some thousands, and a source that invents them begins the memory anew. */
const MAX_PLACES = 20_000;
/** Bytes that one UTF-16 unit takes in UTF-8 at most: an upper bound spares counting. */
const UTF8 = 3;

const memory = {
  places: 0,
  names: new Map<string, Name>(),
  root: { name: { text: '', seenIn: 0 }, children: new Map() } as Place,
  /** Tells names of this event from those of others. */
  event: 0,
};

/** What an event has taken of its caps. */
type Taken = { fields: number; bytes: number; attributes: Record<string, AttributeValue>; notes: string[] };

/**
 * The notes of an event written into `attributes`; null as soon as the event is not a plain one: what is written by
 * then is what the careful way writes too.
 */
export function fillPlain(value: JsonObject, attributes: Record<string, AttributeValue>): string[] | null {
  memory.event++;
  const taken: Taken = { fields: 0, bytes: 0, attributes, notes: [] };
  return fill(value, memory.root, 0, taken) ? taken.notes : null;
}

function fill(node: JsonObject, place: Place, depth: number, taken: Taken): boolean {
  const keys = Object.keys(node);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string;
    const item = node[key];
    if (item === null || item === undefined) continue;
    const child = place.children.get(key) ?? learn(place, key);
    if (child === null || !fillItem(item, child, depth + 1, taken)) return false;
  }
  return true;
}

function fillItem(item: unknown, place: Place, depth: number, taken: Taken): boolean {
  if (typeof item === 'string') return keep(place.name, wellFormed(item), item.length, taken);
  if (typeof item === 'number') return !Number.isFinite(item) || keep(place.name, item, 3, taken);
  if (typeof item === 'boolean') return keep(place.name, item, 3, taken);
  if (Array.isArray(item)) return item.length === 0 || fillList(item, place.name, taken);
  if (depth < MAX_DEPTH) return fill(item as JsonObject, place, depth, taken);
  const text = jsonOf(item);
  return keep(place.name, text, text.length, taken);
}

function fillList(items: readonly unknown[], name: Name, taken: Taken): boolean {
  if (!items.every(isScalar)) {
    const text = jsonOf(items);
    return keep(name, wellFormed(text), text.length, taken);
  }
  if (items.length > MAX_ITEMS) return false;
  let size = 0;
  const kept: (string | number | boolean)[] = [];
  for (const item of items) {
    if (typeof item === 'string' && item.length > MAX_TEXT) return false;
    kept.push(typeof item === 'string' ? wellFormed(item) : item);
    size += typeof item === 'string' ? item.length + 4 : 8;
  }
  return put(name, kept as AttributeValue, size, taken);
}

function keep(name: Name, value: AttributeValue, length: number, taken: Taken): boolean {
  return length <= MAX_TEXT && put(name, value, length, taken);
}

function put(name: Name, value: AttributeValue, length: number, taken: Taken): boolean {
  if (name.seenIn === memory.event) return note(taken, `${name.text} stands twice: the first value was kept`);
  if (taken.fields >= MAX_ATTRIBUTES) return note(taken, TOO_MANY);
  taken.fields++;
  taken.bytes += (name.text.length + length + 2) * UTF8;
  if (taken.bytes > MAX_BYTES) return false;
  name.seenIn = memory.event;
  if (taken.attributes[name.text] === undefined) taken.attributes[name.text] = value;
  return true;
}

function note({ notes }: Taken, text: string): true {
  if (notes.length < MAX_NOTES && notes.at(-1) !== text && !notes.includes(text)) notes.push(text);
  return true;
}

/** Null for a key that makes no plain name. */
function learn(parent: Place, key: string): Place | null {
  const text = parent === memory.root ? key : `${parent.name.text}.${key}`;
  if (text === '' || text.startsWith('.') || text === '__proto__' || text.length > MAX_NAME) return null;
  if (!text.isWellFormed()) return null;
  if (memory.places >= MAX_PLACES) {
    memory.places = 0;
    memory.names.clear();
    memory.root = { name: { text: '', seenIn: 0 }, children: new Map() };
    return null;
  }
  const name = memory.names.get(text) ?? { text, seenIn: 0 };
  memory.names.set(text, name);
  const place: Place = { name, children: new Map() };
  parent.children.set(key, place);
  memory.places++;
  return place;
}

function wellFormed(text: string): string {
  return text.isWellFormed() ? text : text.toWellFormed();
}
