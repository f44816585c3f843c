import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { alertAnswer, listOf } from '#shared/api/answers.ts';
import { pageQuery, readPage } from '#shared/api/cursor.ts';
import { idField, searchField, timeField } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';
import { alertStatusSchema, levelSchema, severityOfLevel } from '#shared/schema/alert.ts';

const minSeverityField = z
  .union([levelSchema.transform((level) => severityOfLevel[level]), z.coerce.number().int().min(0).max(10)])
  .describe('0 to 10, or a level such as `high`.');

export const listAlerts = defineRoute({
  operation: 'listAlerts',
  summary: 'Search alerts, newest first',
  method: 'GET',
  path: '/api/v1/alerts',
  domain: 'alerts',
  scope: 'tenant',
  roles: access.read,
  status: 200,
  query: z.strictObject({
    ...pageQuery,
    status: alertStatusSchema.optional(),
    min_severity: minSeverityField.optional(),
    rule_id: idField.optional(),
    assignee: z.string().min(1).max(200).optional(),
    from: timeField.optional(),
    to: timeField.optional(),
    q: searchField.optional(),
  }),
  answer: listOf(alertAnswer),
  handle(ports, { tenantId }, { query }) {
    const { limit: _limit, cursor: _cursor, q, ...rest } = query;
    const filter = { ...rest, text: q };
    return readPage({ tenantId, operation: 'listAlerts', filter }, query, (page) =>
      ports.search.alerts(tenantId, filter, page),
    );
  },
});
