import { access } from '#shared/api/access.ts';
import { sourceHealthAnswer } from '#shared/api/answers.ts';
import { existingSource } from '#shared/api/existing.ts';
import { sourceParams } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';

export const getSourceHealth = defineRoute({
  operation: 'getSourceHealth',
  summary: 'Read what a data source has sent: events, failures and the last of each',
  method: 'GET',
  path: '/api/v1/sources/{source_id}/health',
  domain: 'connectors',
  scope: 'tenant',
  roles: access.read,
  status: 200,
  params: sourceParams,
  answer: sourceHealthAnswer,
  async handle(ports, { tenantId }, { params }) {
    const source = await existingSource(ports, tenantId, params.source_id);
    return ports.sources.health(tenantId, source.source_id);
  },
});
