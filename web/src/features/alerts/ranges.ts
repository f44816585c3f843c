const HOUR = 3_600_000;

const lengths: ReadonlyMap<string, number> = new Map([
  ['1h', HOUR],
  ['24h', 24 * HOUR],
  ['7d', 168 * HOUR],
  ['30d', 720 * HOUR],
]);

export const rangeOptions = [
  ['', 'Any time'],
  ['1h', 'Last hour'],
  ['24h', 'Last 24 hours'],
  ['7d', 'Last 7 days'],
  ['30d', 'Last 30 days'],
] as const;

/** Where a named range begins, RFC 3339; null for any time and for names that don't exist. */
export function rangeStart(range: string, now: number): string | null {
  const length = lengths.get(range);
  return length === undefined ? null : new Date(now - length).toISOString();
}
