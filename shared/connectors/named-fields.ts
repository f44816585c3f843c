import type { JsonObject } from '#shared/connectors/connector.ts';
import { compileByName, visitRows } from '#shared/connectors/named-rows.ts';
import { asKey, remember } from '#shared/connectors/remember.ts';
import { type Attributes, writerOf } from '#shared/connectors/vocabulary.ts';

/** A mapping of a field, by its bare name, to the keys it fills; undefined from `convert` writes nothing. */
export type NamedMapping = readonly [
  name: string,
  keys: string | readonly string[],
  convert?: (value: unknown) => unknown,
];

/** A name in lower case without separators: vendors write one field as `UserName`, `user_name` and `User Name`. */
export const bareName = remember((name) => asKey(name.toLowerCase().replace(/[^a-z0-9]+/g, '')));

/** The bare names in an object, by the name of the object. */
const nameIn = remember((prefix) => remember((key) => asKey(prefix + bareName(key)), 200), 300);

const MAX_FIELDS = 600;
const MAX_DEPTH = 5;
const MAX_ITEMS = 3;

/**
 * The scalars and lists of scalars of an object under their bare names. What stands in one of the `open` objects counts
 * as if it stood outside; of what stands deeper the whole path is the name, and of a list of objects the first few count
 * (`networkaccesses0remoteaddress`). The first of two equal names stands.
 */
export function namedFields(value: JsonObject, open: ReadonlySet<string>): Map<string, unknown> {
  const found = new Map<string, unknown>();
  const inner: [JsonObject, string][] = [];
  const walk = (node: JsonObject, prefix: string, depth: number): void => {
    for (const key in node) {
      if (found.size >= MAX_FIELDS) return;
      const item = node[key];
      if (item === null || item === undefined || item === '') continue;
      if (typeof item !== 'object' || (Array.isArray(item) && item.every(isScalar))) {
        const name = prefix === '' ? bareName(key) : nameIn(prefix)(key);
        if (!found.has(name)) found.set(name, item);
      } else if (open.has(key) && prefix === '') inner.push([item as JsonObject, '']);
      else if (depth < MAX_DEPTH) {
        if (!Array.isArray(item)) walk(item as JsonObject, nameIn(prefix)(key), depth + 1);
        else
          item.slice(0, MAX_ITEMS).forEach((one, index) => {
            if (isObject(one)) walk(one, `${prefix}${bareName(key)}${index}`, depth + 1);
          });
      }
    }
    if (depth === 0)
      for (let next = inner.shift(); next !== undefined; next = inner.shift())
        for (const one of Array.isArray(next[0]) ? next[0].slice(0, 1) : [next[0]])
          if (isObject(one)) walk(one, '', 0);
  };
  walk(value, '', 0);
  return found;
}

/** Compiles a table of such mappings. The first mapping that fills a key wins. */
export function compileNamed(
  mappings: readonly NamedMapping[],
): (fields: ReadonlyMap<string, unknown>, attributes: Attributes) => void {
  const rows = compileByName(
    mappings.map(([name, keys, convert]) => ({
      name,
      convert,
      writes: (typeof keys === 'string' ? [keys] : keys).map(writerOf),
    })),
    ({ name }) => name,
  );
  return (fields, attributes) => visitRows(rows, fields, attributes, writeRow);
}

type Row = { convert: NamedMapping[2]; writes: ReturnType<typeof writerOf>[] };

function writeRow({ convert, writes }: Row, value: unknown, attributes: Attributes): void {
  if (value === undefined) return;
  const converted = convert === undefined ? value : convert(value);
  for (let i = 0; i < writes.length; i++) (writes[i] as Row['writes'][number])(attributes, converted);
}

function isScalar(value: unknown): boolean {
  return value === null || typeof value !== 'object';
}

function isObject(value: unknown): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
