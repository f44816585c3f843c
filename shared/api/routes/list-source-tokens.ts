import { access } from '#shared/api/access.ts';
import { listOf, sourceTokenAnswer } from '#shared/api/answers.ts';
import { existingSource } from '#shared/api/existing.ts';
import { sourceParams } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';

export const listSourceTokens = defineRoute({
  operation: 'listSourceTokens',
  summary: 'List the tokens of a data source by their first characters, revoked ones too',
  method: 'GET',
  path: '/api/v1/sources/{source_id}/tokens',
  domain: 'connectors',
  scope: 'tenant',
  roles: access.read,
  status: 200,
  params: sourceParams,
  answer: listOf(sourceTokenAnswer),
  async handle(ports, { tenantId }, { params }) {
    const source = await existingSource(ports, tenantId, params.source_id);
    return { items: await ports.tokens.list(tenantId, source.source_id), next: null };
  },
});
