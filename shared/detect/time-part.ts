import type { TimePart } from '#shared/detect/expression.ts';

const DAY_MS = 86_400_000;

/** 2001-09-09 in seconds: smaller numbers are no times that events carry, larger than 1e11 ones are milliseconds. */
const EARLIEST_SECONDS = 1e9;
const LATEST_SECONDS = 1e11;

const written =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?(?:\s*(?:Z|UTC|[+-]\d{2}:?\d{2}))?$/i;

/**
 * A part of a time as it is written (ISO 8601, the clock that the text shows), or of Unix time (seconds or milliseconds,
 * UTC). Sigma says that time parts convert no zones. The week is ISO 8601's. Null for what is no time.
 */
export function partOfTime(part: TimePart, value: string | number | boolean): number | null {
  const date = toDate(value);
  if (date === null) return null;
  switch (part) {
    case 'minute':
      return date.getUTCMinutes();
    case 'hour':
      return date.getUTCHours();
    case 'day':
      return date.getUTCDate();
    case 'week':
      return weekOf(date);
    case 'month':
      return date.getUTCMonth() + 1;
    case 'year':
      return date.getUTCFullYear();
  }
}

function toDate(value: string | number | boolean): Date | null {
  if (typeof value === 'boolean') return null;
  const number =
    typeof value === 'number' ? value : /^\d{10}(\d{3})?(\.\d+)?$/.test(value) ? Number(value) : null;
  if (number !== null) {
    if (number < EARLIEST_SECONDS || !Number.isFinite(number)) return null;
    const date = new Date(number < LATEST_SECONDS ? number * 1_000 : number);
    return Number.isNaN(date.getTime()) ? null : date;
  }
  const found = written.exec(String(value).trim());
  if (found === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1)
    .map((text) => Number(text ?? 0));
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60;
  return isReal ? date : null;
}

/** The week of the year that its Thursday lies in. */
function weekOf(date: Date): number {
  const thursday = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()));
  thursday.setUTCDate(thursday.getUTCDate() + 4 - (thursday.getUTCDay() || 7));
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return Math.ceil(((thursday.getTime() - first) / DAY_MS + 1) / 7);
}
