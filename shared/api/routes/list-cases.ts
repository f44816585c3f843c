import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { caseAnswer, listOf } from '#shared/api/answers.ts';
import { pageQuery, readPage } from '#shared/api/cursor.ts';
import { searchField, timeField } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';
import { caseSeveritySchema, caseStatusSchema } from '#shared/schema/case.ts';

export const listCases = defineRoute({
  operation: 'listCases',
  summary: 'List cases, newest first; with `q` searched as text, which sees a change about a second later',
  method: 'GET',
  path: '/api/v1/cases',
  domain: 'cases',
  scope: 'tenant',
  roles: access.read,
  status: 200,
  query: z.strictObject({
    ...pageQuery,
    status: caseStatusSchema.optional(),
    severity: caseSeveritySchema.optional(),
    assignee: z.string().min(1).max(200).optional(),
    from: timeField.optional(),
    to: timeField.optional(),
    q: searchField.optional(),
  }),
  answer: listOf(caseAnswer),
  handle(ports, { tenantId }, { query }) {
    const { limit: _limit, cursor: _cursor, q, ...filter } = query;
    const list = { tenantId, operation: 'listCases', filter: { ...filter, q } };
    return readPage(list, query, (page) =>
      q === undefined
        ? ports.cases.list(tenantId, filter, page)
        : ports.search.cases(tenantId, { ...filter, text: q }, page),
    );
  },
});
