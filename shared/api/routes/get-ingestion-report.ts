import { access } from '#shared/api/access.ts';
import { ingestionAnswer, ingestionReport } from '#shared/api/reports/ingestion.ts';
import { periodQuery } from '#shared/api/reports/period.ts';
import { defineRoute } from '#shared/api/route.ts';

export const getIngestionReport = defineRoute({
  operation: 'getIngestionReport',
  summary: 'Report what every data source sent, day by day',
  method: 'GET',
  path: '/api/v1/onboarding/reports/ingestion',
  domain: 'content',
  scope: 'tenant',
  roles: access.read,
  status: 200,
  query: periodQuery,
  answer: ingestionAnswer,
  handle: (ports, { tenantId, now }, { query }) => ingestionReport(ports, tenantId, query.days, now),
});
