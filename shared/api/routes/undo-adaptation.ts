import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import {
  adaptationAnswer,
  adaptationParams,
  decideAdaptation,
  itemVersionField,
} from '#shared/api/adaptation-answers.ts';
import { defineRoute } from '#shared/api/route.ts';

export const undoAdaptation = defineRoute({
  operation: 'undoAdaptation',
  summary: 'Take back what was decided about a field of a data source',
  method: 'POST',
  path: '/api/v1/onboarding/datasources/{source_id}/adaptations/{adaptation_id}/undo',
  domain: 'onboarding',
  scope: 'tenant',
  roles: access.administer,
  status: 200,
  params: adaptationParams,
  body: z.strictObject({ version: itemVersionField }),
  answer: adaptationAnswer,
  handle: (ports, context, { params, body }) =>
    decideAdaptation(ports, context, params, { to: 'undo' }, body.version),
});
