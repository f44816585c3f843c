import { access } from '#shared/api/access.ts';
import { lifecycleAnswer, lifecycleReport } from '#shared/api/reports/lifecycle.ts';
import { periodQuery } from '#shared/api/reports/period.ts';
import { defineRoute } from '#shared/api/route.ts';

export const getLifecycleReport = defineRoute({
  operation: 'getLifecycleReport',
  summary: 'Report how alerts and cases went, from the event to the closed case',
  method: 'GET',
  path: '/api/v1/onboarding/reports/lifecycle',
  domain: 'content',
  scope: 'tenant',
  roles: access.read,
  status: 200,
  query: periodQuery,
  answer: lifecycleAnswer,
  handle: (ports, { tenantId, now }, { query }) => lifecycleReport(ports, tenantId, query.days, now),
});
