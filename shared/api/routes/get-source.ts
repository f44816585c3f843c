import { access } from '#shared/api/access.ts';
import { sourceAnswer } from '#shared/api/answers.ts';
import { existingSource } from '#shared/api/existing.ts';
import { sourceParams } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';

export const getSource = defineRoute({
  operation: 'getSource',
  summary: 'Read a data source',
  method: 'GET',
  path: '/api/v1/sources/{source_id}',
  domain: 'connectors',
  scope: 'tenant',
  roles: access.read,
  status: 200,
  params: sourceParams,
  answer: sourceAnswer,
  handle: (ports, { tenantId }, { params }) => existingSource(ports, tenantId, params.source_id),
});
