import type { JsonObject } from '#shared/connectors/connector.ts';
import { isTracing, traceRow } from '#shared/connectors/trace.ts';
import { type Attributes, writerOf } from '#shared/connectors/vocabulary.ts';

/** Turns a vendor's value into the key's; undefined writes nothing. */
export type Convert = (value: unknown) => unknown;

/** One declared mapping: the vendor's path (dots go into objects, numbers into lists), the keys it fills, how. */
export type Mapping = readonly [path: string, keys: string | readonly string[], convert?: Convert];

/**
 * A table of mappings compiled once into one function over an event. The first mapping that fills a key wins. Objects
 * that several paths go through are found once for each event.
 */
export function compileTable(
  mappings: readonly Mapping[],
): (value: JsonObject, attributes: Attributes) => void {
  const parents: { parent: number; key: string }[] = [];
  const places = new Map<string, number>([['', 0]]);
  const placeOf = (path: string): number => {
    const known = places.get(path);
    if (known !== undefined) return known;
    const dot = path.lastIndexOf('.');
    const parent = dot === -1 ? 0 : placeOf(path.slice(0, dot));
    parents.push({ parent, key: path.slice(dot + 1) });
    places.set(path, parents.length);
    return parents.length;
  };
  const steps = mappings.map(([path, keys, convert]) => {
    const dot = path.lastIndexOf('.');
    const writes = (typeof keys === 'string' ? [keys] : keys).map(writerOf);
    return {
      path,
      place: placeOf(path.slice(0, Math.max(0, dot))),
      key: path.slice(dot + 1),
      keys: typeof keys === 'string' ? keys : keys.join(', '),
      convert,
      writes,
    };
  });
  const nodes: unknown[] = [];
  return (value, attributes) => {
    nodes[0] = value;
    for (let i = 0; i < parents.length; i++) {
      const { parent, key } = parents[i] as { parent: number; key: string };
      const node = nodes[parent];
      nodes[i + 1] = node === undefined ? undefined : own(node, key);
    }
    const dotted = hasDottedKey(value);
    const tracing = isTracing();
    for (const { path, place, key, keys, convert, writes } of steps) {
      const node = nodes[place];
      let found = node === undefined ? undefined : own(node, key);
      if (found === undefined && dotted && place !== 0) found = own(value, path);
      if (found === undefined || found === null) continue;
      if (tracing) traceRow(`${path} → ${keys}`);
      const converted = convert === undefined ? found : convert(found);
      for (const write of writes) write(attributes, converted);
    }
    if (tracing) traceRow(null);
  };
}

function hasDottedKey(value: JsonObject): boolean {
  for (const key of Object.keys(value)) if (key.includes('.')) return true;
  return false;
}

/** Reads a dotted path; a key that itself holds the dots is found too. Never reaches into a prototype. */
export function compilePath(path: string): (value: JsonObject) => unknown {
  const segments = path.split('.');
  if (segments.length === 1) return (value) => own(value, path);
  return (value) => {
    let node: unknown = value;
    for (const segment of segments) {
      node = own(node, segment);
      if (node === undefined) return own(value, path);
    }
    return node;
  };
}

function own(node: unknown, key: string): unknown {
  return node !== null && typeof node === 'object' && Object.hasOwn(node, key)
    ? (node as JsonObject)[key]
    : undefined;
}

/** The parts of the paths that connectors ask for, which are literals in their code; a computed path is split each time. */
const segments = new Map<string, readonly string[]>();
const MAX_PATHS = 5_000;

function walk(value: unknown, path: string): unknown {
  let parts = segments.get(path);
  if (parts === undefined) {
    parts = path.split('.');
    if (segments.size < MAX_PATHS) segments.set(path, parts);
  }
  let node = value;
  for (let i = 0; i < parts.length && node !== undefined; i++) node = own(node, parts[i] as string);
  return node;
}

/** Text at a path, null where there is none; numbers as their text. */
export function textAt(value: unknown, path: string): string | null {
  const node = walk(value, path);
  return typeof node === 'string' && node !== '' ? node : typeof node === 'number' ? String(node) : null;
}

export function objectAt(value: unknown, path: string): JsonObject | null {
  const node = walk(value, path);
  return node !== null && typeof node === 'object' && !Array.isArray(node) ? (node as JsonObject) : null;
}

export function listAt(value: unknown, path: string): readonly unknown[] {
  const node = walk(value, path);
  return Array.isArray(node) ? node : [];
}
