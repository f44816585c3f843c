import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { listOf, timelineEntryAnswer } from '#shared/api/answers.ts';
import { pageQuery, readPage } from '#shared/api/cursor.ts';
import { existingCase } from '#shared/api/existing.ts';
import { caseParams } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';

export const listComments = defineRoute({
  operation: 'listComments',
  summary: 'List the comments of a case, oldest first',
  method: 'GET',
  path: '/api/v1/cases/{case_id}/comments',
  domain: 'cases',
  scope: 'tenant',
  roles: access.read,
  status: 200,
  params: caseParams,
  query: z.strictObject(pageQuery),
  answer: listOf(timelineEntryAnswer),
  async handle(ports, { tenantId }, { params, query }) {
    const { case_id } = await existingCase(ports, tenantId, params.case_id);
    return readPage({ tenantId, operation: 'listComments', filter: { case_id } }, query, (page) =>
      ports.cases.timeline(tenantId, case_id, 'comment', page),
    );
  },
});
