import { isIP } from 'node:net';
import { noteAddress } from '#shared/connectors/address-notes.ts';
import { type KeyKind, keyKinds, PLAIN } from '#shared/connectors/key-kinds.ts';
import type { AttributeValue } from '#shared/schema/event.ts';

export type Attributes = Record<string, AttributeValue>;

const NOTHING: ReadonlySet<string> = new Set([
  '',
  '-',
  '--',
  'N/A',
  'n/a',
  '(null)',
  'null',
  '<nil>',
  'undefined',
  '(empty)',
]);
const MAX_TEXT = 8_192;
const MAX_ITEMS = 200;

/** The longest of the words that mean nothing: longer text is not even looked up. */
const LONGEST_NOTHING = Math.max(...[...NOTHING].map((word) => word.length));

/**
 * Writes one attribute in its key's type, unless there is nothing to write or the key is there already: the first
 * value stands, so that nothing appended to an event overwrites what it said.
 */
export function put(attributes: Attributes, name: string, value: unknown): void {
  if (value === undefined || value === null) return;
  const kind = keyKinds.get(name);
  if (kind !== undefined) write(attributes, name, kind, value);
  else if (name === '__proto__') return;
  else if (name.isWellFormed()) write(attributes, name, PLAIN, value);
  else write(attributes, name.toWellFormed(), PLAIN, value);
}

/** `put` for a key that is known beforehand. */
export function writerOf(name: string): (attributes: Attributes, value: unknown) => void {
  const kind = keyKinds.get(name) ?? PLAIN;
  return (attributes, value) => {
    if (value !== undefined && value !== null) write(attributes, name, kind, value);
  };
}

/** Writes a value as it is, also over one that is there: for a connector that knows better than what was read first. */
export function replace(attributes: Attributes, name: string, value: AttributeValue): void {
  noteAddress(attributes, name, value);
  attributes[name] = value;
}

function write(attributes: Attributes, key: string, kind: KeyKind, value: unknown): void {
  if (attributes[key] !== undefined) return;
  if (typeof value === 'string') {
    const text = value.trim();
    if (isNothing(text)) return;
    if (kind === PLAIN) replace(attributes, key, cutText(text));
    else putText(attributes, key, kind, text);
  } else if (Array.isArray(value)) putList(attributes, key, kind, value);
  else if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) {
    if (kind.address) putAddress(attributes, key, kind, String(value));
    else if (kind.number) putNumber(attributes, key, value);
    else attributes[key] = kind.list ? [value] : value;
  }
}

function putText(attributes: Attributes, key: string, kind: KeyKind, text: string): void {
  if (kind.address) putAddress(attributes, key, kind, text);
  else if (kind.number) putNumber(attributes, key, text);
  else if (kind.list) replace(attributes, key, [cutText(text)]);
  else if (!(text === '.' || isAddress(bareAddress(text)))) replace(attributes, key, cutText(text));
}

/** The words that mean nothing begin with one of these: most texts are told by that alone. */
const nothingBegins = new Uint8Array(128);
for (const word of NOTHING) if (word !== '') nothingBegins[word.charCodeAt(0)] = 1;

function isNothing(text: string): boolean {
  if (text.length > LONGEST_NOTHING) return false;
  return text === '' || (nothingBegins[text.charCodeAt(0)] === 1 && NOTHING.has(text));
}

function putList(attributes: Attributes, key: string, kind: KeyKind, items: readonly unknown[]): void {
  const kept: (string | number | boolean)[] = [];
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (typeof item === 'string' ? !isNothing(item) : typeof item === 'boolean' || isFiniteNumber(item))
      kept.push(item as string);
  }
  if (kept.length === 0) return;
  if (!kind.list && kept.length === 1) put(attributes, key, kept[0]);
  else if (kind.address) putAddresses(attributes, key, kind, kept);
  else replace(attributes, key, kept.slice(0, MAX_ITEMS).map(cut) as string[]);
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** Of a list of addresses those that are one; a key for a single one takes the first. */
function putAddresses(attributes: Attributes, key: string, kind: KeyKind, items: readonly unknown[]): void {
  if (!kind.list) {
    put(attributes, key, items[0]);
    return;
  }
  const ips = items.map((item) => bareAddress(String(item))).filter(isAddress);
  if (ips.length > 0) replace(attributes, key, ips.slice(0, MAX_ITEMS));
}

function putAddress(attributes: Attributes, key: string, kind: KeyKind, text: string): void {
  const ip = bareAddress(text);
  const end = isAddress(ip) ? null : splitEndpoint(text);
  if (end === null) replace(attributes, key, kind.list ? [ip] : ip);
  else if (kind.list || key === 'network.forwarded_ip') return;
  else if (end.port !== null && isAddress(bareAddress(end.ip))) {
    replace(attributes, key, bareAddress(end.ip));
    put(attributes, key.replace(/ip$/, 'port'), end.port);
  } else if (!key.includes('.nat.') && /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}$/.test(text))
    put(attributes, key.replace(/ip$/, 'domain'), text);
}

/** Whether a text is an IPv4 or IPv6 address; dotted quads, which most are, are told without an expression. */
export function isAddress(text: string): boolean {
  let parts = 0;
  let digits = 0;
  let number = 0;
  for (let i = 0; i <= text.length; i++) {
    const code = i === text.length ? 46 : text.charCodeAt(i);
    if (code === 46) {
      if (digits === 0 || number > 255 || ++parts > 4) return false;
      digits = 0;
      number = 0;
    } else if (code >= 48 && code <= 57 && digits < 3 && !(digits > 0 && number === 0)) {
      number = number * 10 + code - 48;
      digits++;
    } else return isIP(text) !== 0;
  }
  return parts === 4;
}

const MAPPED = '::ffff:';

/** An address without brackets and IPv6 zone; an IPv4 address that is mapped into IPv6 (RFC 4291) as itself. */
export function bareAddress(text: string): string {
  const inner = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  const zone = inner.indexOf('%');
  const ip = zone > 0 ? inner.slice(0, zone) : inner;
  const isMapped = ip.length > 13 && ip.includes('.') && ip.slice(0, 7).toLowerCase() === MAPPED;
  return isMapped ? ip.slice(7) : ip;
}

function putNumber(attributes: Attributes, key: string, value: string | number | boolean): void {
  const number = toNumber(value);
  if (number === null) return;
  if (key.endsWith('.port') && (number < 0 || number > 65_535)) return;
  attributes[key] = number;
}

/** A whole number from decimal or `0x` text; null for other text and for what a double can't hold exactly. */
export function toNumber(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string') return null;
  const plain = shortDecimal(value);
  if (plain >= 0) return plain;
  if (!/^(-?\d{1,16}(\.\d{1,9})?|0x[0-9a-fA-F]{1,13})$/.test(value.trim())) return null;
  const number = Number(value);
  return Number.isSafeInteger(Math.trunc(number)) ? number : null;
}

/** A text of one to nine digits, as most numbers are, as its number; -1 for any other. */
function shortDecimal(text: string): number {
  if (text.length === 0 || text.length > 9) return -1;
  let number = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

function cut(value: AttributeValue): AttributeValue {
  return typeof value === 'string' ? cutText(value) : value;
}

function cutText(text: string): string {
  if (text.length > MAX_TEXT) return text.slice(0, MAX_TEXT).toWellFormed();
  return text.isWellFormed() ? text : text.toWellFormed();
}

/** `192.0.2.1:443` and `[2001:db8::1]:443` in their parts; a bare address has no port. */
export function splitEndpoint(text: string): { ip: string; port: string | null } {
  const bracket = text.startsWith('[') ? text.indexOf(']') : -1;
  if (bracket > 0)
    return { ip: text.slice(1, bracket), port: text[bracket + 1] === ':' ? text.slice(bracket + 2) : null };
  const colon = text.indexOf(':');
  if (colon === -1 || text.includes(':', colon + 1)) return { ip: text, port: null };
  return { ip: text.slice(0, colon), port: text.slice(colon + 1) };
}
