import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import {
  adaptationAnswer,
  adaptationParams,
  decideAdaptation,
  itemVersionField,
} from '#shared/api/adaptation-answers.ts';
import { defineRoute } from '#shared/api/route.ts';

export const rejectAdaptation = defineRoute({
  operation: 'rejectAdaptation',
  summary: 'Leave a field of a data source as it is, and ask no more about it',
  method: 'POST',
  path: '/api/v1/onboarding/datasources/{source_id}/adaptations/{adaptation_id}/reject',
  domain: 'onboarding',
  scope: 'tenant',
  roles: access.administer,
  status: 200,
  params: adaptationParams,
  body: z.strictObject({ version: itemVersionField }),
  answer: adaptationAnswer,
  handle: (ports, context, { params, body }) =>
    decideAdaptation(ports, context, params, { to: 'reject' }, body.version),
});
