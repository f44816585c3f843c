import { isIP } from 'node:net';
import type { AttributeValue } from '#shared/schema/event.ts';
import { type Convert, single, text } from '#shared/translate/shape.ts';

const items = (value: AttributeValue): readonly (string | number | boolean)[] =>
  Array.isArray(value) ? value : [value];

/** Every item as text. */
export const texts: Convert = (value) => {
  const list = items(value).map(String).filter(Boolean);
  return list.length === 0 ? undefined : list;
};

/** The first item as text; rows that use it say `partly`. */
export const firstText: Convert = (value) => text(items(value)[0] ?? '');

/** A whole number that a double holds exactly. */
export const whole: Convert = (value) => {
  const one = single(value);
  const number = typeof one === 'string' && /^-?\d{1,16}$/.test(one) ? Number(one) : one;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
};

/** A whole number from 0; byte counts, sizes and ids of 32 bits pass their limit. */
export const count =
  (limit = Number.MAX_SAFE_INTEGER): Convert =>
  (value) => {
    const number = whole(value) as number | undefined;
    return number !== undefined && number >= 0 && number <= limit ? number : undefined;
  };

export const port: Convert = count(65_535);

/** A signed 32-bit number, OCSF's `integer_t` and UDM's `int32`. */
export const int32: Convert = (value) => {
  const number = whole(value) as number | undefined;
  return number !== undefined && Math.abs(number) <= 2_147_483_647 ? number : undefined;
};

export const ip: Convert = (value) => {
  const one = single(value);
  return typeof one === 'string' && isIP(one) !== 0 ? one : undefined;
};

export const ips: Convert = (value) => {
  const list = items(value);
  return list.length > 0 && list.every((item) => isIP(String(item)) !== 0) ? list.map(String) : undefined;
};

/** The first address of a list; rows that use it say `partly`. */
export const firstIp: Convert = (value) => ip(items(value)[0] ?? '');

/** A hardware address as six pairs with the given separator. */
export const mac =
  (separator: '-' | ':', change: (hex: string) => string = (hex) => hex): Convert =>
  (value) => {
    const one = single(value);
    if (typeof one !== 'string') return undefined;
    const hex = one.replaceAll(/[-:.]/g, '');
    if (!/^[0-9A-Fa-f]{12}$/.test(hex)) return undefined;
    return change(hex.match(/../g)?.join(separator) ?? '');
  };

/** OCSF's own pattern of an address (`email_t`), which needs a dot in the domain; at most 254 characters (RFC 5321). */
const ADDRESS = /^[a-zA-Z0-9!#$%&'*+\-/=?^_`{|}~.]{1,64}@[a-zA-Z0-9-]{1,63}\.[a-zA-Z0-9.-]{1,189}$/;

export const email: Convert = (value) => {
  const one = single(value);
  return typeof one === 'string' && ADDRESS.test(one) ? one : undefined;
};

export const emails: Convert = (value) => {
  const list = items(value);
  return list.length > 0 && list.every((item) => ADDRESS.test(String(item))) ? list.map(String) : undefined;
};

/** The first address of a list; rows that use it say `partly`. */
export const firstEmail: Convert = (value) => email(items(value)[0] ?? '');

/** Milliseconds since 1970 of an RFC 3339 time. */
export const epoch: Convert = (value) => {
  const one = single(value);
  const time = typeof one === 'string' && isTime(one) ? Date.parse(one) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
};

export function isTime(value: string): boolean {
  return (
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(value) &&
    !Number.isNaN(Date.parse(value))
  );
}

/** An RFC 3339 time as it stands. */
export const time: Convert = (value) => {
  const one = single(value);
  return typeof one === 'string' && isTime(one) ? one : undefined;
};

/** The last segment of a path of Windows or of another system. */
export const baseName: Convert = (value) => {
  const path = text(value) as string | undefined;
  if (path === undefined) return undefined;
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return name === '' ? path : name;
};

/** A declared table of words, in lower case; a word that is not in it does not fit. */
export const oneOf =
  <T>(table: Readonly<Record<string, T>>): Convert =>
  (value) => {
    const word = String(single(value)).toLowerCase();
    return Object.hasOwn(table, word) ? table[word] : undefined;
  };

export const upper: Convert = (value) => (text(value) as string | undefined)?.toUpperCase();
