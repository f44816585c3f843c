import { z } from 'zod';
import { periodAnswer, periodOf } from '#shared/api/reports/period.ts';
import { readAll } from '#shared/api/reports/read-all.ts';
import type { TenantId } from '#shared/ids.ts';
import type { Ports } from '#shared/ports/ports.ts';
import type { Source } from '#shared/schema/source.ts';

/** Sources that one report reads at most. */
const LIMIT = 1_000;

const countsShape = { events: z.int(), failed: z.int() };

export const ingestionAnswer = z.object({
  period: periodAnswer,
  total: z.object(countsShape),
  sources: z.array(
    z.object({
      source_id: z.string(),
      name: z.string(),
      connector: z.string(),
      source_type: z.string(),
      ...countsShape,
      last_event_at: z.iso.datetime().nullable(),
      last_failure_reason: z.string().nullable(),
      days: z.array(z.object({ day: z.iso.date(), ...countsShape })),
    }),
  ),
  truncated: z.boolean(),
});
export type IngestionReport = z.input<typeof ingestionAnswer>;

/** What every source sent in a period, day by day (UTC), and what of it could not be read. */
export async function ingestionReport(
  ports: Pick<Ports, 'sources'>,
  tenantId: TenantId,
  days: number,
  now: Date,
): Promise<IngestionReport> {
  const period = periodOf(days, now);
  const { items, truncated } = await readAll((page) => ports.sources.list(tenantId, page), LIMIT);
  const sources: IngestionReport['sources'] = [];
  for (const source of items) sources.push(await sourcePart(ports, tenantId, source, period.from));
  return { period, total: sum(sources), sources, truncated };
}

async function sourcePart(
  { sources }: Pick<Ports, 'sources'>,
  tenantId: TenantId,
  { source_id, name, connector, source_type }: Source,
  from: string,
): Promise<IngestionReport['sources'][number]> {
  const [hours, health] = await Promise.all([
    sources.hours(tenantId, source_id, from),
    sources.health(tenantId, source_id),
  ]);
  const byDay = Map.groupBy(hours, ({ hour }) => hour.slice(0, 10));
  const days = [...byDay].map(([day, group]) => ({ day, ...sum(group) }));
  const { last_event_at, last_failure_reason } = health;
  return {
    ...{ source_id, name, connector, source_type },
    ...sum(hours),
    ...{ last_event_at, last_failure_reason, days },
  };
}

const sum = (parts: readonly { events: number; failed: number }[]) => ({
  events: parts.reduce((total, { events }) => total + events, 0),
  failed: parts.reduce((total, { failed }) => total + failed, 0),
});
