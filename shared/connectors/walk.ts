import {
  isScalar,
  jsonOf,
  MAX_ATTRIBUTES,
  MAX_BYTES,
  MAX_DEPTH,
  MAX_ITEMS,
  MAX_NOTES,
  MAX_TEXT,
  TOO_MANY,
} from '#shared/connectors/attribute-caps.ts';
import type { JsonObject } from '#shared/connectors/connector.ts';
import {
  type Name,
  newPlaces,
  type PathEnd,
  type Place,
  type Places,
  placeOf,
} from '#shared/connectors/places.ts';
import { type Attributes, replace } from '#shared/connectors/vocabulary.ts';
import type { AttributeValue } from '#shared/schema/event.ts';

/** What one walk over an event found. Its lists are written over by the next walk. */
export type Walk = {
  places: Places;
  /** What stands at the table's paths, by row; undefined where nothing does. */
  found: unknown[];
  /** A bit for each row that has something, so that the others need not be asked. */
  rows: Int32Array;
  /** The event's own names and values, flat, in their order: `fields` of them. */
  names: string[];
  values: AttributeValue[];
  fields: number;
  bytes: number;
  notes: string[];
  /** Tells names of this event from those of others. */
  event: number;
};

/** Bytes that one UTF-16 unit takes in UTF-8 at most: an upper bound spares counting. */
const UTF8 = 3;

export function newWalk(paths: readonly string[]): Walk {
  return {
    places: newPlaces(paths),
    found: paths.map(() => undefined),
    rows: new Int32Array((paths.length >> 5) + 1),
    names: [],
    values: [],
    fields: 0,
    bytes: 0,
    notes: [],
    event: 0,
  };
}

/**
 * Goes once through an event and finds what stands at the table's paths and all its fields under flat names. False as
 * soon as the event is not a plain one (a cap is met, a name is none): what was found by then says nothing.
 */
export function walkPlain(walk: Walk, value: JsonObject): boolean {
  walk.event++;
  walk.fields = 0;
  walk.bytes = 0;
  walk.notes = [];
  walk.found.fill(undefined);
  walk.rows.fill(0);
  return visit(walk, value, walk.places.root, 0);
}

function visit(walk: Walk, node: JsonObject, parent: Place, depth: number): boolean {
  let expected = parent.first;
  let before: Place | null = null;
  for (const key in node) {
    const item = node[key];
    if (item === undefined) continue;
    let place = expected;
    if (place === null || place.key !== key) {
      place = placeOf(walk.places, parent, key);
      if (place === null) return false;
      if (before === null) parent.first = place;
      else before.next = place;
    }
    before = place;
    expected = place.next;
    if (place.ends !== null) meet(walk, place.ends, item);
    else if (place.dotted !== null) meetDotted(walk, place.dotted, item);
    if (item !== null && !keepItem(walk, item, place, depth + 1)) return false;
  }
  return true;
}

function meet({ found, rows }: Walk, ends: readonly PathEnd[], item: unknown): void {
  for (let i = 0; i < ends.length; i++) {
    const { row, rest } = ends[i] as PathEnd;
    const value = rest.length === 0 ? item : into(item, rest);
    if (value === undefined) continue;
    found[row] = value;
    rows[row >> 5] = (rows[row >> 5] as number) | (1 << (row & 31));
  }
}

function meetDotted(walk: Walk, ends: readonly PathEnd[], item: unknown): void {
  for (const end of ends) if (walk.found[end.row] === undefined) meet(walk, [end], item);
}

function into(list: unknown, rest: readonly string[]): unknown {
  let node = list;
  for (const key of rest) {
    if (node === null || typeof node !== 'object' || !Object.hasOwn(node, key)) return undefined;
    node = (node as JsonObject)[key];
  }
  return node;
}

function keepItem(walk: Walk, item: unknown, place: Place, depth: number): boolean {
  if (typeof item === 'string') return keepText(walk, place.name, item);
  if (typeof item === 'number') return !Number.isFinite(item) || keep(walk, place.name, item, 3);
  if (typeof item === 'boolean') return keep(walk, place.name, item, 3);
  if (Array.isArray(item)) return item.length === 0 || keepList(walk, place.name, item);
  return depth < MAX_DEPTH
    ? visit(walk, item as JsonObject, place, depth)
    : keepText(walk, place.name, jsonOf(item));
}

function keepText(walk: Walk, name: Name, text: string): boolean {
  return text.length <= MAX_TEXT && keep(walk, name, wellFormed(text), text.length);
}

function keepList(walk: Walk, name: Name, items: readonly unknown[]): boolean {
  let size = 0;
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (!isScalar(item)) return keepText(walk, name, jsonOf(items));
    size += typeof item === 'string' ? item.length + 4 : 8;
    if (typeof item === 'string' && item.length > MAX_TEXT) size = MAX_BYTES;
  }
  if (items.length > MAX_ITEMS || size >= MAX_BYTES) return false;
  const kept = items.map((item) => (typeof item === 'string' ? wellFormed(item) : item));
  return keep(walk, name, kept as AttributeValue, size);
}

function keep(walk: Walk, name: Name, value: AttributeValue, length: number): boolean {
  if (name.seenIn === walk.event) return note(walk, `${name.text} stands twice: the first value was kept`);
  if (walk.fields >= MAX_ATTRIBUTES) return note(walk, TOO_MANY);
  walk.bytes += (name.text.length + length + 2) * UTF8;
  if (walk.bytes > MAX_BYTES) return false;
  name.seenIn = walk.event;
  walk.names[walk.fields] = name.text;
  walk.values[walk.fields++] = value;
  return true;
}

function note({ notes }: Walk, text: string): true {
  if (notes.length < MAX_NOTES && notes.at(-1) !== text && !notes.includes(text)) notes.push(text);
  return true;
}

function wellFormed(text: string): string {
  return text.isWellFormed() ? text : text.toWellFormed();
}

/** Writes what a walk kept beside what is there already, which stands. Returns what was cut as notes. */
export function writeKept({ names, values, fields, notes }: Walk, attributes: Attributes): string[] {
  for (let i = 0; i < fields; i++) {
    const name = names[i] as string;
    if (attributes[name] === undefined) replace(attributes, name, values[i] as AttributeValue);
  }
  return notes;
}
