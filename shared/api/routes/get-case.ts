import { access } from '#shared/api/access.ts';
import { caseAnswer } from '#shared/api/answers.ts';
import { existingCase } from '#shared/api/existing.ts';
import { caseParams } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';

export const getCase = defineRoute({
  operation: 'getCase',
  summary: 'Read a case',
  method: 'GET',
  path: '/api/v1/cases/{case_id}',
  domain: 'cases',
  scope: 'tenant',
  roles: access.read,
  status: 200,
  params: caseParams,
  answer: caseAnswer,
  handle: (ports, { tenantId }, { params }) => existingCase(ports, tenantId, params.case_id),
});
