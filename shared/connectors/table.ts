import type { JsonObject } from '#shared/connectors/connector.ts';
import { isTracing, traceRow } from '#shared/connectors/trace.ts';
import { type Attributes, writerOf } from '#shared/connectors/vocabulary.ts';
import type { Walk } from '#shared/connectors/walk.ts';

/** Turns a vendor's value into the key's; undefined writes nothing. */
export type Convert = (value: unknown) => unknown;

/** One declared mapping: the vendor's path (dots go into objects, numbers into lists), the keys it fills, how. */
export type Mapping = readonly [path: string, keys: string | readonly string[], convert?: Convert];

type Row = {
  path: string;
  keys: string;
  at: (value: JsonObject) => unknown;
  convert: Convert | undefined;
  writes: ReturnType<typeof writerOf>[];
};

/** A table of mappings, compiled once. The first mapping that fills a key wins. */
export type Table = readonly Row[];

export function compileTable(mappings: readonly Mapping[]): Table {
  return mappings.map(([path, keys, convert]) => ({
    path,
    keys: typeof keys === 'string' ? keys : keys.join(', '),
    at: compilePath(path),
    convert,
    writes: (typeof keys === 'string' ? [keys] : keys).map(writerOf),
  }));
}

/** Asks an event for every path of a table: for events that no walk goes over. */
export function fillFrom(table: Table, value: JsonObject, attributes: Attributes): void {
  for (const row of table) writeRow(row, row.at(value), attributes);
  traceRow(null);
}

/** Writes what a walk met at the paths of a table, row by row. */
export function fillWalked(table: Table, { found, rows }: Walk, attributes: Attributes): void {
  for (let word = 0; word < rows.length; word++)
    for (let bits = rows[word] as number; bits !== 0; bits &= bits - 1) {
      const at = word * 32 + 31 - Math.clz32(bits & -bits);
      const row = table[at];
      if (row !== undefined) writeRow(row, found[at], attributes);
    }
  traceRow(null);
}

function writeRow({ path, keys, convert, writes }: Row, found: unknown, attributes: Attributes): void {
  if (found === undefined || found === null) return;
  if (isTracing()) traceRow(`${path} → ${keys}`);
  const converted = convert === undefined ? found : convert(found);
  for (let i = 0; i < writes.length; i++) (writes[i] as Row['writes'][number])(attributes, converted);
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
