import type { SourceHour } from '#shared/schema/source.ts';

export const HOUR_MS = 3_600_000;
/** Days whose hours make the usual rate: a week holds one of each weekday, and forgets what a source was before. */
export const USUAL_DAYS = 7;

/** Events and failures of the last sixty minutes: the current hour, and what the last one adds to fill it up. */
export function recentOf(hours: readonly SourceHour[], now: Date): { events: number; failed: number } {
  const begin = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS;
  const rest = 1 - (now.getTime() - begin) / HOUR_MS;
  let events = 0;
  let failed = 0;
  for (const one of hours) {
    const at = Date.parse(one.hour);
    const share = at === begin ? 1 : at === begin - HOUR_MS ? rest : 0;
    events += one.events * share;
    failed += one.failed * share;
  }
  return { events, failed };
}

/**
 * Events an hour that the source usually sends: the mean of the whole hours before the last one, since its first event
 * and at most `USUAL_DAYS` back. Null while there are fewer than `least` of them.
 */
export function usualRate(hours: readonly SourceHour[], now: Date, least: number): number | null {
  const end = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS - HOUR_MS;
  const known = hours.filter(({ hour, events }) => Date.parse(hour) < end && events > 0);
  const first = known[0];
  if (first === undefined) return null;
  const begin = Math.max(Date.parse(first.hour), end - USUAL_DAYS * 24 * HOUR_MS);
  const length = Math.round((end - begin) / HOUR_MS);
  if (length < least) return null;
  const sum = known.reduce((total, { hour, events }) => total + (Date.parse(hour) >= begin ? events : 0), 0);
  return sum / length;
}
