import { VendorError } from '#shared/vendors/vendor-error.ts';

type Item = Readonly<Record<string, unknown>>;

const isItem = (value: unknown): value is Item =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value under a dotted path, or undefined; an empty path is the value itself. */
export function valueAt(value: unknown, path: string): unknown {
  if (path === '') return value;
  // Names of OData hold dots themselves (`@odata.nextLink`).
  if (isItem(value) && Object.hasOwn(value, path)) return value[path];
  let found = value;
  for (const part of path.split('.')) {
    if (!isItem(found) || !Object.hasOwn(found, part)) return undefined;
    found = found[part];
  }
  return found;
}

/** A text that is not empty, or null. */
export function textAt(value: unknown, path: string): string | null {
  const found = valueAt(value, path);
  return typeof found === 'string' && found !== '' ? found : null;
}

/** @throws VendorError `unreadable` where there is no list of objects. */
export function recordsOf(vendor: string, value: unknown, path = ''): readonly Item[] {
  const list = valueAt(value, path);
  if (Array.isArray(list) && list.every(isItem)) return list;
  const where = path === '' ? 'The answer' : `"${path}" of the answer`;
  throw new VendorError(vendor, 'unreadable', `${where} is not a list of records: check the settings.`);
}
