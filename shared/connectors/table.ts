import type { JsonObject } from '#shared/connectors/connector.ts';
import { type Attributes, put } from '#shared/connectors/vocabulary.ts';

/** Turns a vendor's value into the key's; undefined writes nothing. */
export type Convert = (value: unknown) => unknown;

/** One declared mapping: the vendor's path (dots go into objects, numbers into lists), the keys it fills, how. */
export type Mapping = readonly [path: string, keys: string | readonly string[], convert?: Convert];

/** A table of mappings compiled once into one function over an event. The first mapping that fills a key wins. */
export function compileTable(
  mappings: readonly Mapping[],
): (value: JsonObject, attributes: Attributes) => void {
  const steps = mappings.map(([path, keys, convert]) => {
    const read = compilePath(path);
    const names = typeof keys === 'string' ? [keys] : keys;
    return (value: JsonObject, attributes: Attributes): void => {
      const found = read(value);
      if (found === undefined || found === null) return;
      const converted = convert === undefined ? found : convert(found);
      for (const name of names) put(attributes, name, converted);
    };
  });
  return (value, attributes) => {
    for (const step of steps) step(value, attributes);
  };
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

/** Text at a path, null where there is none; numbers as their text. */
export function textAt(value: unknown, path: string): string | null {
  let node: unknown = value;
  for (const segment of path.split('.')) node = own(node, segment);
  return typeof node === 'string' && node !== '' ? node : typeof node === 'number' ? String(node) : null;
}

export function objectAt(value: unknown, path: string): JsonObject | null {
  let node: unknown = value;
  for (const segment of path.split('.')) node = own(node, segment);
  return node !== null && typeof node === 'object' && !Array.isArray(node) ? (node as JsonObject) : null;
}

export function listAt(value: unknown, path: string): readonly unknown[] {
  let node: unknown = value;
  for (const segment of path.split('.')) node = own(node, segment);
  return Array.isArray(node) ? node : [];
}
