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
import { newAttributes } from '#shared/connectors/trace.ts';
import { type Attributes, replace } from '#shared/connectors/vocabulary.ts';
import { newWalk, walkPlain, writeKept } from '#shared/connectors/walk.ts';
import type { AttributeValue } from '#shared/schema/event.ts';

/**
 * Nested and dotted JSON as flat dotted keys. Lists of scalars stay lists; lists of objects and what is nested too
 * deep are kept as JSON text, so that nothing is lost. Of a name that stands twice the first value is kept, so that
 * nothing appended to an event overwrites what was there. Returns what was cut as notes.
 */
export function flatten(value: JsonObject): {
  attributes: Record<string, AttributeValue>;
  notes: string[];
} {
  const attributes = newAttributes();
  const notes = flattenInto(value, attributes);
  return { attributes, notes };
}

/**
 * The same, written beside attributes that are there already: those stand. What almost every event is goes the plain
 * way; what meets a cap, or a name twice, is done again with care. Returns what was cut as notes.
 */
export function flattenInto(value: JsonObject, attributes: Attributes): string[] {
  return walkPlain(own, value) ? writeKept(own, attributes) : flattenCarefullyInto(value, attributes);
}

const own = newWalk([]);

/** The same for who has a use of their own for each name and value. */
export function flattenWith(value: JsonObject, visit: (name: string, item: AttributeValue) => void): void {
  if (walkPlain(own, value))
    for (let i = 0; i < own.fields; i++) visit(own.names[i] as string, own.values[i] as AttributeValue);
  else for (const [name, item] of Object.entries(flattenCarefully(value).attributes)) visit(name, item);
}

/** The same for what no walk can keep. */
export function flattenCarefullyInto(value: JsonObject, attributes: Attributes): string[] {
  const careful = flattenCarefully(value);
  for (const name of Object.keys(careful.attributes))
    if (attributes[name] === undefined) replace(attributes, name, careful.attributes[name] as AttributeValue);
  return careful.notes;
}

function flattenCarefully(value: JsonObject): {
  attributes: Record<string, AttributeValue>;
  notes: string[];
} {
  const attributes: Record<string, AttributeValue> = Object.create(null);
  const notes = new Set<string>();
  const note = (text: string): void => {
    if (notes.size < MAX_NOTES) notes.add(text);
  };
  let fields = 0;
  let bytes = 0;

  const refusalOf = (name: string, size: number): string | null => {
    if (name === '' || name === '__proto__') return 'a field without a usable name is in event.original only';
    if (name in attributes) return `${name} stands twice: the first value was kept`;
    if (fields >= MAX_ATTRIBUTES) return TOO_MANY;
    if (bytes + size > MAX_BYTES)
      return `more than ${MAX_BYTES} bytes of fields: the rest is in event.original only`;
    return null;
  };

  const put = (name: string, item: AttributeValue): void => {
    const kept = cutItem(item);
    const size = Buffer.byteLength(name) + sizeOf(kept);
    const refusal = refusalOf(name, size);
    if (refusal !== null) {
      note(refusal);
      return;
    }
    if (typeof item === 'string' && item.length > MAX_TEXT) note(`${name} was cut to ${MAX_TEXT} characters`);
    if (Array.isArray(item) && item.length > MAX_ITEMS) note(`${name} was cut to ${MAX_ITEMS} items`);
    fields++;
    bytes += size;
    attributes[name] = kept;
  };

  const walk = (node: unknown, name: string, depth: number): void => {
    if (node === null || node === undefined) return;
    if (isScalar(node)) put(name, node);
    else if (Array.isArray(node)) {
      if (node.length > 0) put(name, node.every(isScalar) ? node : jsonOf(node));
    } else if (depth >= MAX_DEPTH) put(name, jsonOf(node));
    else
      for (const [child, item] of Object.entries(node))
        walkChild(item, name === '' ? child : `${name}.${child}`, depth);
  };

  const walkChild = (item: unknown, path: string, depth: number): void => {
    const name = path.toWellFormed();
    if (name.length <= MAX_NAME) walk(item, name, depth + 1);
    else {
      note(`a name was cut to ${MAX_NAME} characters`);
      walk(item, name.slice(0, MAX_NAME).toWellFormed(), MAX_DEPTH);
    }
  };

  walk(value, '', 0);
  return { attributes, notes: [...notes] };
}

/** Lone surrogates become U+FFFD: databases refuse text that is no UTF-8. */
function cutItem(item: AttributeValue): AttributeValue {
  if (Array.isArray(item)) return item.slice(0, MAX_ITEMS).map((one) => cutItem(one) as string);
  return typeof item === 'string' ? item.slice(0, MAX_TEXT).toWellFormed() : item;
}

function sizeOf(item: AttributeValue): number {
  if (Array.isArray(item)) return item.reduce<number>((sum, one) => sum + sizeOf(one), 0);
  return typeof item === 'string' ? Buffer.byteLength(item) + 4 : 8;
}
