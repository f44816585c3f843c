import { z } from 'zod';
import { periodAnswer, periodOf } from '#shared/api/reports/period.ts';
import { readAll } from '#shared/api/reports/read-all.ts';
import { spreadOf } from '#shared/api/reports/spread.ts';
import type { TenantId } from '#shared/ids.ts';
import type { Ports } from '#shared/ports/ports.ts';
import { type Alert, alertStatusSchema, levelSchema } from '#shared/schema/alert.ts';
import { type Case, caseSeveritySchema } from '#shared/schema/case.ts';

/** Rows that one report reads at most, so that it answers within the API's time. */
const LIMIT = 10_000;

const spread = z.object({ median: z.number(), p95: z.number() }).nullable();
const counts = (names: readonly string[]) => z.object(Object.fromEntries(names.map((n) => [n, z.int()])));

export const lifecycleAnswer = z.object({
  period: periodAnswer,
  alerts: z.object({
    total: z.int(),
    by_level: counts(levelSchema.options),
    by_status: counts(alertStatusSchema.options),
    seconds_to_detect: spread.describe('From the event that made it to the alert.'),
  }),
  cases: z.object({
    opened: z.int(),
    closed: z.int(),
    open_now: z.int(),
    by_severity: counts(caseSeveritySchema.options),
    hours_to_close: spread,
    oldest_open_at: z.iso.datetime().nullable(),
  }),
  truncated: z
    .boolean()
    .describe('True when there was more than the report reads; its counts are too low then.'),
});
export type LifecycleReport = z.input<typeof lifecycleAnswer>;

/** How alerts and cases of a period went, from the event to the closed case. */
export async function lifecycleReport(
  ports: Pick<Ports, 'alerts' | 'cases'>,
  tenantId: TenantId,
  days: number,
  now: Date,
): Promise<LifecycleReport> {
  const period = periodOf(days, now);
  const [alerts, cases] = await Promise.all([
    readAll((page) => ports.alerts.list(tenantId, page), LIMIT),
    readAll((page) => ports.cases.list(tenantId, {}, page), LIMIT),
  ]);
  const within = (at: string) => at >= period.from && at <= period.to;
  return {
    period,
    alerts: alertsPart(alerts.items.filter(({ created_at }) => within(created_at))),
    cases: casesPart(cases.items, within),
    truncated: alerts.truncated || cases.truncated,
  };
}

function alertsPart(alerts: readonly Alert[]): LifecycleReport['alerts'] {
  const delays = alerts.map(({ created_at, last_seen }) =>
    Math.max(0, Math.round((Date.parse(created_at) - Date.parse(last_seen)) / 1000)),
  );
  return {
    total: alerts.length,
    by_level: countBy(levelSchema.options, alerts, ({ rule }) => rule.level),
    by_status: countBy(alertStatusSchema.options, alerts, ({ status }) => status),
    seconds_to_detect: spreadOf(delays),
  };
}

function casesPart(cases: readonly Case[], within: (at: string) => boolean): LifecycleReport['cases'] {
  const opened = cases.filter(({ created_at }) => within(created_at));
  const closed = cases.filter(({ closed_at }) => closed_at !== null && within(closed_at));
  const open = cases.filter(({ closed_at }) => closed_at === null);
  const hours = closed.map(({ created_at, closed_at }) =>
    Number(((Date.parse(closed_at ?? '') - Date.parse(created_at)) / 3_600_000).toFixed(2)),
  );
  return {
    opened: opened.length,
    closed: closed.length,
    open_now: open.length,
    by_severity: countBy(caseSeveritySchema.options, opened, ({ severity }) => severity),
    hours_to_close: spreadOf(hours),
    oldest_open_at: open.map(({ created_at }) => created_at).sort()[0] ?? null,
  };
}

function countBy<T>(
  names: readonly string[],
  items: readonly T[],
  nameOf: (item: T) => string,
): Record<string, number> {
  const grouped = Map.groupBy(items, nameOf);
  return Object.fromEntries(names.map((name) => [name, grouped.get(name)?.length ?? 0]));
}
