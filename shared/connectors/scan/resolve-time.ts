import type { EventTime } from '#shared/connectors/event-time.ts';
import { type ScannedTime, scanTime, zoneOffset } from '#shared/connectors/scan/time-text.ts';

/** When an event was received, and the zone of clocks that name none (IANA name or offset), null where nobody said. */
export type Clock = { receivedAt: Date; timezone: string | null };

const DAY_MS = 86_400_000;
const FAR_MS = 10_000 * DAY_MS;
const formatters = new Map<string, Intl.DateTimeFormat | null>();

/** A scanned wall clock as a time: the year nearest to the receipt, the zone from the source's setting, else UTC. */
export function resolveTime(time: ScannedTime, clock: Clock): EventTime | null {
  const received = clock.receivedAt.getTime();
  const latest = time.year ?? clock.receivedAt.getUTCFullYear() + 1;
  let best = Number.NaN;
  for (let year = latest; year >= latest - yearsBack(time); year--) {
    const midnight = Date.UTC(year, time.month, time.day);
    if (time.day > 28 && new Date(midnight).getUTCDate() !== time.day) continue;
    const wall = midnight + time.clockMs;
    const at = wall - offsetOf(time, wall, clock) * 60_000;
    if (Number.isNaN(best) || distance(at, received) < distance(best, received)) best = at;
  }
  if (Number.isNaN(best)) return null;
  const zoneKnown = time.offsetMinutes !== null || clock.timezone !== null;
  const quality = !zoneKnown ? 'inferred_zone' : time.year === null ? 'inferred_year' : 'vendor';
  return { at: new Date(best), quality };
}

/** A text that is a time in one of the wall clock forms; null for any other. */
export function textTime(text: string, clock: Clock): EventTime | null {
  const scanned = scanTime(text.trim());
  return scanned === null ? null : resolveTime(scanned, clock);
}

/** Text without a zone is in the source's zone; everything else is left as it stands. */
export function zoned(text: string, clock: Clock): string | EventTime {
  if (text.endsWith('Z')) return text;
  return /(?:z|[+-]\d{2}:?\d{2}|UTC|GMT)$/.test(text) ? text : (textTime(text, clock) ?? text);
}

/** How many years before the latest one a time without a year may be of. */
function yearsBack({ year, month, day }: ScannedTime): number {
  if (year !== null) return 0;
  // 29 February was up to eight years ago: 1900 and 2100 have none.
  return month === 1 && day === 29 ? 9 : 2;
}

function distance(at: number, received: number): number {
  // A clock may run a day ahead; what would lie further in the future is of an earlier year.
  const ahead = at - received;
  return ahead > DAY_MS ? FAR_MS + ahead : Math.abs(ahead);
}

function offsetOf(time: ScannedTime, wall: number, { timezone }: Clock): number {
  if (time.offsetMinutes !== null) return time.offsetMinutes;
  if (timezone === null) return 0;
  return zoneOffset(timezone) ?? rememberedOffset(timezone, wall);
}

/** Whether a text names a zone that wall clocks can be read in. */
export function isTimeZone(zone: string): boolean {
  return zoneOffset(zone) !== null || formatterOf(zone) !== null;
}

/** Zones change their offset at whole quarters of an hour only; the calendar is slow to ask. */
const QUARTER_MS = 15 * 60_000;
const MAX_OFFSETS = 10_000;
const offsets = new Map<string, number>();

function rememberedOffset(zone: string, wall: number): number {
  const key = `${zone} ${Math.floor(wall / QUARTER_MS)}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const offset = namedOffset(zone, wall);
  if (offsets.size >= MAX_OFFSETS) offsets.clear();
  offsets.set(key, offset);
  return offset;
}

/** Minutes east of UTC of an IANA zone at a wall clock; 0 for a name that nobody knows. */
function namedOffset(zone: string, wall: number): number {
  const format = formatterOf(zone);
  if (format === null) return 0;
  const first = shift(format, wall);
  return shift(format, wall - first * 60_000);
}

function shift(format: Intl.DateTimeFormat, at: number): number {
  const parts = Object.fromEntries(
    format.formatToParts(new Date(at)).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Math.round((Date.UTC(year, month - 1, day, hour % 24, minute, second) - at) / 60_000);
}

function formatterOf(zone: string): Intl.DateTimeFormat | null {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  let made: Intl.DateTimeFormat | null = null;
  try {
    made = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    made = null;
  }
  if (formatters.size < 1_000) formatters.set(zone, made);
  return made;
}
