import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { lifecycleReport } from '#shared/api/reports/lifecycle.ts';
import { periodQuery } from '#shared/api/reports/period.ts';
import { defineRoute } from '#shared/api/route.ts';
import { toCsv } from '#shared/csv.ts';

export const getLifecycleCsv = defineRoute({
  operation: 'getLifecycleCsv',
  summary: 'Report how alerts and cases went as CSV, a line for each figure',
  method: 'GET',
  path: '/api/v1/onboarding/reports/lifecycle.csv',
  domain: 'content',
  scope: 'tenant',
  roles: access.read,
  status: 200,
  produces: 'text/csv; charset=utf-8',
  query: periodQuery,
  answer: z.string(),
  async handle(ports, { tenantId, now }, { query }) {
    const { period, ...report } = await lifecycleReport(ports, tenantId, query.days, now);
    const rows = figures(report).map(([figure, value]) => ({
      from: period.from,
      to: period.to,
      figure,
      value,
    }));
    return toCsv(['from', 'to', 'figure', 'value'], rows);
  },
});

/** Every number of a report by its path, such as `alerts.by_level.high`. */
function figures(value: unknown, path = ''): [string, string | number | null][] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, below]) =>
      figures(below, path === '' ? name : `${path}.${name}`),
    );
  }
  return [[path, typeof value === 'number' ? value : value === null ? null : String(value)]];
}
