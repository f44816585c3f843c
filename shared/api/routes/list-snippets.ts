import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { listOf } from '#shared/api/answers.ts';
import { existingSource } from '#shared/api/existing.ts';
import { baseUrlField, NO_ADDRESS, sourceParams } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';
import { TOKEN_MARK } from '#shared/snippets/snippet.ts';
import { snippetsFor } from '#shared/snippets/snippets.ts';

export const listSnippets = defineRoute({
  operation: 'listSnippets',
  summary: 'Read ready configurations of log shippers for a data source',
  method: 'GET',
  path: '/api/v1/sources/{source_id}/snippets',
  domain: 'connectors',
  scope: 'tenant',
  roles: access.read,
  status: 200,
  params: sourceParams,
  query: z.strictObject({
    base_url: baseUrlField.default(NO_ADDRESS),
  }),
  answer: listOf(
    z.object({
      shipper: z.string(),
      title: z.string(),
      file: z.string().describe('Where the text belongs.'),
      text: z.string().describe(`The configuration; put a token of the source in place of ${TOKEN_MARK}.`),
      notes: z.array(z.string()).describe('Limits, and what this shipper does when it is refused.'),
    }),
  ),
  async handle(ports, { tenantId }, { params, query }) {
    const source = await existingSource(ports, tenantId, params.source_id);
    const target = { url: query.base_url, sourceId: source.source_id, connector: source.connector };
    const aws = { tenantId, cellAccount: ports.cellAccount };
    const items = snippetsFor({ ...target, ...aws, token: TOKEN_MARK });
    return { items: items.map((item) => ({ ...item, notes: [...item.notes] })), next: null };
  },
});
