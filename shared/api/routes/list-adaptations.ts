import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { adaptationAnswer, adaptationsOf } from '#shared/api/adaptation-answers.ts';
import { existingSource } from '#shared/api/existing.ts';
import { sourceParams } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';

export const listAdaptations = defineRoute({
  operation: 'listAdaptations',
  summary:
    'List the fields of a data source that its connector does not know, with what is proposed and decided',
  method: 'GET',
  path: '/api/v1/onboarding/datasources/{source_id}/adaptations',
  domain: 'onboarding',
  scope: 'tenant',
  roles: access.read,
  status: 200,
  params: sourceParams,
  answer: z.object({
    version: z
      .number()
      .int()
      .describe('The version of the source’s adaptations; 0 before the first decision.'),
    items: z.array(adaptationAnswer),
  }),
  async handle(ports, context, { params }) {
    const source = await existingSource(ports, context.tenantId, params.source_id);
    const items = await adaptationsOf(ports, context, source);
    return {
      version: source.adaptations?.version ?? 0,
      items: items.map((item) => ({ ...item, samples: [...item.samples] })),
    };
  },
});
