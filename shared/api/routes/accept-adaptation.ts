import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import {
  adaptationAnswer,
  adaptationParams,
  decideAdaptation,
  itemVersionField,
} from '#shared/api/adaptation-answers.ts';
import { defineRoute } from '#shared/api/route.ts';

export const acceptAdaptation = defineRoute({
  operation: 'acceptAdaptation',
  summary: 'Have a field of a data source go to a canonical key from now on',
  method: 'POST',
  path: '/api/v1/onboarding/datasources/{source_id}/adaptations/{adaptation_id}/accept',
  domain: 'onboarding',
  scope: 'tenant',
  roles: access.administer,
  status: 200,
  params: adaptationParams,
  body: z.strictObject({
    version: itemVersionField,
    key: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .optional()
      .describe('Another key than the proposed one: a canonical key, `timestamp`, or `labels.<name>`.'),
  }),
  answer: adaptationAnswer,
  handle: (ports, context, { params, body }) =>
    decideAdaptation(ports, context, params, { to: 'accept', key: body.key }, body.version),
});
