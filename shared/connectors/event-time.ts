import type { z } from 'zod';
import type { timeQualitySchema } from '#shared/schema/event.ts';

export type EventTime = {
  at: Date;
  quality: z.infer<typeof timeQualitySchema>;
};

/** A source's clock may run ahead by this much; a later time is a wrong clock and would poison windows and watermarks. */
const FUTURE_TOLERANCE_MS = 10 * 60_000;

/** Nothing that sends to us wrote events before this; an earlier time is an unset clock. */
const EARLIEST_MS = Date.UTC(1995, 0, 1);

/**
 * The time of an event: RFC 3339 or ISO 8601 text, or epoch seconds, milliseconds, microseconds or nanoseconds told
 * apart by magnitude, or a time that a connector read already. Text without a zone is read as UTC and marked
 * `inferred_zone`. What can't be a time falls back to `receivedAt`.
 */
export function eventTime(value: unknown, receivedAt: Date): EventTime {
  const parsed =
    typeof value === 'number'
      ? fromEpoch(value)
      : typeof value === 'string'
        ? fromText(value)
        : isEventTime(value)
          ? value
          : null;
  if (parsed === null) return { at: receivedAt, quality: 'receipt' };
  const ms = parsed.at.getTime();
  const plausible = ms >= EARLIEST_MS && ms <= receivedAt.getTime() + FUTURE_TOLERANCE_MS;
  return plausible ? parsed : { at: receivedAt, quality: 'receipt' };
}

/** A connector that knows its vendor's clock hands over the time itself; JSON can't hold a `Date`, so nobody can forge one. */
function isEventTime(value: unknown): value is EventTime {
  return value !== null && typeof value === 'object' && 'at' in value && value.at instanceof Date;
}

function fromEpoch(value: number): EventTime | null {
  if (!Number.isFinite(value) || value <= 0) return null;
  const ms = value < 1e11 ? value * 1e3 : value < 1e14 ? value : value < 1e17 ? value / 1e3 : value / 1e6;
  // Doubles carry 1795323540.123 s and nanoseconds as a hair less than they say: without the hair a millisecond is lost.
  return { at: new Date(Math.floor(ms + 0.001)), quality: 'vendor' };
}

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{1,2}:\d{2}(?::\d{2})?)(?:[.,](\d{1,9}))?\s?(Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/;

/** Two digits at a place; NaN where none stand. */
function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** `2026-11-22T05:00:00.123Z`, the form of almost every time, without an expression; null for every other text. */
function fromUtcText(text: string): EventTime | null {
  if (text.length < 20 || text.length > 30 || !text.endsWith('Z')) return null;
  const marks =
    text[4] === '-' && text[7] === '-' && text[10] === 'T' && text[13] === ':' && text[16] === ':';
  if (!marks || (text.length > 20 && text[19] !== '.') || text.length === 21) return null;
  const year = two(text, 0) * 100 + two(text, 2);
  const month = two(text, 5);
  const day = two(text, 8);
  const [hour, minute, second] = [two(text, 11), two(text, 14), two(text, 17)] as const;
  if (!(year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= 28)) return null;
  if (!(hour <= 23 && minute <= 59 && second <= 59)) return null;
  let ms = 0;
  for (let i = 20; i < text.length - 1; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return null;
    if (i < 23) ms += digit * (i === 20 ? 100 : i === 21 ? 10 : 1);
  }
  return { at: new Date(Date.UTC(year, month - 1, day, hour, minute, second, ms)), quality: 'vendor' };
}

function fromText(text: string): EventTime | null {
  const utc = fromUtcText(text);
  if (utc !== null) return utc;
  const trimmed = text.trim();
  if (/^\d{9,19}(\.\d+)?$/.test(trimmed)) return fromEpoch(Number(trimmed));
  const match = ISO.exec(trimmed);
  if (match === null) return fromAmerican(trimmed);
  const [, year, month, day, time = '', fraction = '', zone] = match;
  // `new Date` reads 30 February as 2 March.
  if (Number(day) > new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()) return null;
  const padded = time[1] === ':' ? `0${time}` : time;
  const clock = padded.length === 5 ? `${padded}:00` : padded;
  const offset =
    zone === undefined || /^[ZzUG]/.test(zone)
      ? 'Z'
      : `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`;
  const at = new Date(`${year}-${month}-${day}T${clock}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`);
  if (Number.isNaN(at.getTime())) return null;
  return { at, quality: zone === undefined ? 'inferred_zone' : 'vendor' };
}

/** `11/22/2026 5:00:00 PM`: only with its AM or PM is it certain that the month stands first. */
const AMERICAN = /^(\d{1,2})\/(\d{1,2})\/(\d{4}),? (\d{1,2}):(\d{2})(?::(\d{2}))? ([AP])M$/i;

function fromAmerican(text: string): EventTime | null {
  const match = AMERICAN.exec(text);
  if (match === null) return null;
  const [month, day, year, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
  if (month === undefined || day === undefined || year === undefined || hour === undefined) return null;
  if (month > 12 || hour < 1 || hour > 12 || day > new Date(Date.UTC(year, month, 0)).getUTCDate())
    return null;
  const hours = (hour % 12) + (match[7]?.toUpperCase() === 'P' ? 12 : 0);
  const at = new Date(Date.UTC(year, month - 1, day, hours, minute, second));
  return Number.isNaN(at.getTime()) ? null : { at, quality: 'inferred_zone' };
}
