import { compileByName, visitRows } from '#shared/connectors/named-rows.ts';
import { remember } from '#shared/connectors/remember.ts';
import { type Attributes, bareAddress, isAddress, put } from '#shared/connectors/vocabulary.ts';
import type { Fields, Get } from '#shared/connectors/windows-events/data.ts';
import { type DataMapping, dataFields } from '#shared/connectors/windows-events/fields.ts';

const rows = compileByName(dataFields, ([name]) => name);

/** Fields whose names say what they hold, whatever the event. */
export function putCommon(fields: Fields, attributes: Attributes): void {
  visitRows(rows, fields, attributes, putField);
}

function putField([, keys]: DataMapping, value: string | undefined, attributes: Attributes): void {
  if (value === undefined) return;
  if (typeof keys === 'string') put(attributes, keys, clean(keys, value));
  else for (const key of keys) put(attributes, key, clean(key, value));
}

/** What fields of these names mean in one kind of event. */
export function putSpecial(mappings: readonly DataMapping[], get: Get, attributes: Attributes): void {
  for (const mapping of mappings) putField(mapping, get(mapping[0]), attributes);
}

type Cleaner = (value: string) => string | boolean | undefined;

/** A value as it stands in its key. */
export function clean(key: string, value: string): string | boolean | undefined {
  const cleaner = cleanerOf(key);
  return cleaner === null ? value : cleaner(value);
}

/** Machine names come with the backslashes of a share, addresses as `LOCAL` for the console. */
const cleanerOf = remember((key): Cleaner | null => {
  if (key.endsWith('.exists')) return (value) => value.toLowerCase() === 'true';
  if (key.includes('.hash.')) return (value) => value.toLowerCase();
  if (key.endsWith('.domain'))
    return (value) => (isAddress(bareAddress(value)) ? undefined : unshared(value));
  if (key === 'source.ip')
    return (value) => (/^(LOCAL|localhost|Unknown)$/i.test(value) ? undefined : unshared(value));
  if (key.endsWith('.mac')) return (value) => value.replaceAll(':', '-').toUpperCase();
  if (key.endsWith('.pid') || key.endsWith('.port')) return (value) => (value === '0x0' ? undefined : value);
  return null;
});

function unshared(name: string): string {
  return name.startsWith('\\\\') ? name.slice(2) : name;
}
