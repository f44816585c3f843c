import { z } from 'zod';

const DAY_MS = 24 * 3_600_000;

/** Days that a report looks back, today included. Sources' hours are kept for 35 days. */
export const periodQuery = z.strictObject({
  days: z.coerce.number().int().min(1).max(35).default(30).describe('Days to look back, 1 to 35.'),
});

export const periodAnswer = z.object({ from: z.iso.datetime(), to: z.iso.datetime(), days: z.int() });

/** From midnight (UTC) of the first day until now. */
export function periodOf(days: number, now: Date): z.output<typeof periodAnswer> {
  const first = new Date(now.getTime() - (days - 1) * DAY_MS).toISOString().slice(0, 10);
  return { from: `${first}T00:00:00.000Z`, to: now.toISOString(), days };
}
