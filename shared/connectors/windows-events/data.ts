import { bareName } from '#shared/connectors/named-fields.ts';
import { insertions } from '#shared/connectors/windows-events/codes.ts';

/** Reads a field by its name in lower case without separators; undefined where it is missing or says nothing. */
export type Get = (name: string) => string | undefined;

/** Fields by such names, with what they say. */
export type Fields = ReadonlyMap<string, string | undefined>;

/** The fields, whose names differ by shipper only in case and separators (`Threat Name`, `threatName`); of two names that are the same without separators the first stands. */
export function fieldsOf(data: ReadonlyMap<string, string>): Fields {
  const fields = new Map<string, string | undefined>();
  for (const [name, value] of data) {
    const bare = bareName(name);
    if (!fields.has(bare)) fields.set(bare, resolved(value));
  }
  return fields;
}

/** A value with its insertion code written out; undefined for what Windows writes where it has nothing. */
export function resolved(value: string | undefined): string | undefined {
  if (value === undefined || value === '' || value === '-' || value === 'S-1-0-0' || value === 'NULL SID')
    return undefined;
  return value.startsWith('%%') ? insertions.get(value.trim()) : value;
}

export function baseName(path: unknown): string | undefined {
  return typeof path === 'string'
    ? path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1)
    : undefined;
}

/** `DOMAIN\name` and `name@domain` in their parts. */
export function splitAccount(text: string | undefined): { name?: string; domain?: string; email?: string } {
  if (text === undefined) return {};
  const slash = text.indexOf('\\');
  if (slash >= 0)
    return {
      ...(slash === 0 ? {} : { domain: text.slice(0, slash) }),
      // Some shippers write every backslash twice.
      name: text.slice(slash).replace(/^\\+/, ''),
    };
  return /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text) ? { name: text, email: text } : { name: text };
}
