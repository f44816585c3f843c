import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { ingestionReport } from '#shared/api/reports/ingestion.ts';
import { periodQuery } from '#shared/api/reports/period.ts';
import { defineRoute } from '#shared/api/route.ts';
import { toCsv } from '#shared/csv.ts';

export const getIngestionCsv = defineRoute({
  operation: 'getIngestionCsv',
  summary: 'Report what every data source sent as CSV, a line for each source and day',
  method: 'GET',
  path: '/api/v1/onboarding/reports/ingestion.csv',
  domain: 'content',
  scope: 'tenant',
  roles: access.read,
  status: 200,
  produces: 'text/csv; charset=utf-8',
  query: periodQuery,
  answer: z.string(),
  async handle(ports, { tenantId, now }, { query }) {
    const { sources } = await ingestionReport(ports, tenantId, query.days, now);
    return toCsv(
      ['day', 'source_id', 'source', 'connector', 'events', 'failed'],
      sources.flatMap(({ source_id, name, connector, days }) =>
        days.map(({ day, events, failed }) => ({ day, source_id, source: name, connector, events, failed })),
      ),
    );
  },
});
