import { isIP } from 'node:net';
import { eventTime } from '#shared/connectors/event-time.ts';
import { outcomeOf } from '#shared/connectors/failed-login.ts';
import { zoned } from '#shared/connectors/scan/resolve-time.ts';
import { type Attributes, put, toNumber } from '#shared/connectors/vocabulary.ts';

/** What a value looks like, from the most telling shape to the least. */
export type Shape = 'ip' | 'mac' | 'url' | 'email' | 'hash' | 'time' | 'host' | 'number' | 'text';

const MAC = /^(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}$|^(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}$/i;
const EMAIL = /^[^\s@]{1,64}@[^\s@]+\.[^\s@]+$/;
const URL_TEXT = /^[a-z][a-z0-9+.-]{1,20}:\/\/\S+$/i;
const HOST = /^(?=.{3,253}$)[a-z0-9_](?:[a-z0-9_-]{0,62}\.)+[a-z][a-z0-9-]{1,62}\.?$/i;
const HASH_KINDS: Readonly<Record<number, string>> = { 32: 'md5', 40: 'sha1', 64: 'sha256', 128: 'sha512' };

/** `md5`, `sha1`, `sha256`, `sha512` by a hash's length; null for what is none. */
export function hashKind(text: string): string | null {
  return /^[0-9a-f]+$/i.test(text) ? (HASH_KINDS[text.length] ?? null) : null;
}

const RECEIVED = new Date('2100-01-01T00:00:00.000Z');

function isTime(text: string): boolean {
  // A bare number is a time only where it is one of this century, in whatever unit.
  if (/^\d+$/.test(text) && !/^1\d{9}(\d{3}|\d{6}|\d{9})?$/.test(text)) return false;
  return eventTime(zoned(text, { receivedAt: RECEIVED, timezone: null }), RECEIVED).quality !== 'receipt';
}

export function shapeOf(value: string): Shape {
  const text = value.trim();
  if (isIP(text) !== 0) return 'ip';
  if (MAC.test(text)) return 'mac';
  if (URL_TEXT.test(text)) return 'url';
  if (EMAIL.test(text)) return 'email';
  if (hashKind(text) !== null) return 'hash';
  if (isTime(text)) return 'time';
  if (toNumber(text) !== null) return 'number';
  return HOST.test(text) ? 'host' : 'text';
}

/** The shape that all values have; `text` where they differ, null where there is no value to look at. */
export function commonShape(samples: readonly string[]): Shape | null {
  const shapes = new Set(samples.map(shapeOf));
  return samples.length === 0 ? null : shapes.size === 1 ? ([...shapes][0] ?? 'text') : 'text';
}

/** What a key's values must look like where their type alone does not say it. */
const demands: readonly (readonly [keys: RegExp, fits: (text: string) => boolean])[] = [
  [/\.hash\.(md5|sha1|sha256|sha512)$/, (text) => hashKind(text) !== null],
  [/^tls\.client\.ja3$/, (text) => hashKind(text) === 'md5'],
  [/\.port$/, (text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535],
  [/\.mac$/, (text) => MAC.test(text)],
  [/\.email$|^email\.(from|to|sender|reply_to)\.address$/, (text) => /^\S+@\S+$/.test(text)],
  [/^url\.full$/, (text) => URL_TEXT.test(text)],
  [/^url\.(original|path)$/, (text) => URL_TEXT.test(text) || text.startsWith('/')],
  [
    /^(source|destination|client|url)\.domain$|^dns\.question\.name$/,
    (text) => /^[\w.-]+$/.test(text) && /[a-z]/i.test(text) && isIP(text) === 0,
  ],
  [/^http\.request\.method$/, (text) => /^[A-Za-z]{3,12}$/.test(text)],
  [/^event\.outcome$/, (text) => outcomeOf(text) !== null || /^unknown$/i.test(text)],
  [/^timestamp$/, isTime],
];

/** Whether a key can hold a value: it would be written, in this key and not in one beside it. */
export function canHold(key: string, value: string): boolean {
  const text = value.trim();
  const demand = demands.find(([keys]) => keys.test(key));
  if (demand !== undefined && !demand[1](text)) return false;
  const hash = /\.hash\.(\w+)$/.exec(key)?.[1];
  if (hash !== undefined && hashKind(text) !== hash) return false;
  if (key === 'timestamp') return true;
  const made: Attributes = Object.create(null);
  put(made, key, text);
  return made[key] !== undefined;
}

/** Names of things are no addresses, hashes or times, though the key could hold them. */
export function isOdd(key: string, shape: Shape | null): boolean {
  if (shape === 'ip') return !/(^|[._])ip$|message|address$|^labels\./.test(key);
  if (shape === 'mac') return !/\.mac$|message/.test(key);
  if (shape === 'url') return !/^url\.|referrer|reference|message/.test(key);
  if (shape === 'hash') return !/\.hash\.|ja3|\.id$|message/.test(key);
  if (shape === 'time')
    return key !== 'timestamp' && /name$|action|outcome|method|domain$|\.(ip|port)$|path$/.test(key);
  return false;
}
