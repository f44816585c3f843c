import type { ScannedTime } from '#shared/connectors/scan/time-text.ts';

// The two forms that almost every line has, read digit by digit; null for all others, which the expressions know.

const MONTHS: ReadonlyMap<string, number> = new Map(
  ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'].map((name, i) => [
    name,
    i,
  ]),
);

/** `Oct  1 22:14:15` before a colon, or before a word that can be neither a year nor a zone. */
export function scanPlainBsd(text: string, at: number): ScannedTime | null {
  if (text.charCodeAt(at + 3) !== BLANK) return null;
  const month = MONTHS.get(text.slice(at, at + 3));
  if (month === undefined) return null;
  const padded = text.charCodeAt(at + 4) === BLANK;
  const day = padded ? digitAt(text, at + 5) : twoAt(text, at + 4);
  const clockMs = text.charCodeAt(at + 6) === BLANK ? clockAt(text, at + 7) : -1;
  if (!(day >= 1 && day <= 31) || clockMs === -1) return null;
  const end = at + 15;
  const next = text.charCodeAt(end);
  if (next === BLANK ? mayBeZone(text.charCodeAt(end + 1)) : next !== COLON) return null;
  return { end, year: null, month, day, clockMs, offsetMinutes: null };
}

/** `2026-10-11T22:14:15.123Z`, or with an offset such as `+02:00`, before a blank or the end. */
export function scanPlainIso(text: string, at: number): ScannedTime | null {
  if (text.charCodeAt(at + 4) !== DASH || text.charCodeAt(at + 7) !== DASH) return null;
  if (text.charCodeAt(at + 10) !== LETTER_T) return null;
  const year = twoAt(text, at) * 100 + twoAt(text, at + 2);
  const month = twoAt(text, at + 5) - 1;
  const day = twoAt(text, at + 8);
  const seconds = clockAt(text, at + 11);
  if (!(year >= 0 && month >= 0 && month <= 11 && day >= 1 && day <= 31) || seconds === -1) return null;
  const fraction = text.charCodeAt(at + 19) === DOT ? digitsAt(text, at + 20) : 0;
  if (fraction > MAX_FRACTION) return null;
  const end = at + 19 + (text.charCodeAt(at + 19) === DOT ? 1 + fraction : 0);
  if (end === at + 20) return null;
  const zone = zoneAt(text, end);
  if (zone === null || (zone.end < text.length && text.charCodeAt(zone.end) !== BLANK)) return null;
  const clockMs = seconds + thousandths(text, at + 20, fraction);
  return { end: zone.end, year, month, day, clockMs, offsetMinutes: zone.minutes };
}

const [BLANK, PLUS, DASH, DOT, COLON, LETTER_T, LETTER_Z] = [32, 43, 45, 46, 58, 84, 90] as const;
const MAX_FRACTION = 9;

function zoneAt(text: string, at: number): { end: number; minutes: number } | null {
  const sign = text.charCodeAt(at);
  if (sign === LETTER_Z) return { end: at + 1, minutes: 0 };
  if ((sign !== PLUS && sign !== DASH) || text.charCodeAt(at + 3) !== COLON) return null;
  const [hours, minutes] = [twoAt(text, at + 1), twoAt(text, at + 4)];
  if (!(hours <= 14 && minutes <= 59)) return null;
  return { end: at + 6, minutes: (sign === DASH ? -1 : 1) * (hours * 60 + minutes) };
}

/** Years begin with a digit, zones with a capital or a sign. */
function mayBeZone(code: number): boolean {
  return !(code >= 97 && code <= 122) && code !== 37 && code !== 60;
}

/** NaN where no digit stands. */
function digitAt(text: string, at: number): number {
  const digit = text.charCodeAt(at) - 48;
  return digit >= 0 && digit <= 9 ? digit : Number.NaN;
}

function twoAt(text: string, at: number): number {
  return digitAt(text, at) * 10 + digitAt(text, at + 1);
}

/** How many digits stand there, at most one more than a fraction has. */
function digitsAt(text: string, at: number): number {
  let digits = 0;
  while (digits <= MAX_FRACTION && digitAt(text, at + digits) >= 0) digits++;
  return digits;
}

function thousandths(text: string, at: number, digits: number): number {
  let ms = 0;
  for (let i = 0; i < 3; i++) ms = ms * 10 + (i < digits ? digitAt(text, at + i) : 0);
  return ms;
}

/** Milliseconds since midnight of `22:14:15`; -1 where none stands. */
function clockAt(text: string, at: number): number {
  if (text.charCodeAt(at + 2) !== COLON || text.charCodeAt(at + 5) !== COLON) return -1;
  const [h, m, s] = [twoAt(text, at), twoAt(text, at + 3), twoAt(text, at + 6)];
  return h <= 23 && m <= 59 && s <= 60 ? ((h * 60 + m) * 60 + s) * 1_000 : -1;
}
