import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { existingSource } from '#shared/api/existing.ts';
import { connectorField, settingsField, sourceParams } from '#shared/api/fields.ts';
import { previewAnswer } from '#shared/api/preview-answer.ts';
import { defineRoute } from '#shared/api/route.ts';
import { previewEvent } from '#shared/pipeline/preview-event.ts';

/** Characters of a sample: longer events exist, and a part of one tells as much. */
const MAX_SAMPLE = 64_000;

export const previewEventRoute = defineRoute({
  operation: 'previewEvent',
  summary: 'Try settings and a mapping on a sample event; nothing is stored or sent on',
  method: 'POST',
  path: '/api/v1/sources/{source_id}/preview',
  domain: 'connectors',
  scope: 'tenant',
  roles: access.administer,
  status: 200,
  params: sourceParams,
  body: z.strictObject({
    raw: z
      .string()
      .max(MAX_SAMPLE)
      .optional()
      .describe('An event as the source sends it; without one only the settings are checked.'),
    connector: connectorField.optional().describe('The source’s own without it.'),
    settings: settingsField.optional().describe('A draft; the source’s own without it.'),
  }),
  answer: previewAnswer,
  async handle(ports, { tenantId, now }, { params, body }) {
    const own = await existingSource(ports, tenantId, params.source_id);
    const draft = {
      connector: body.connector ?? own.connector,
      settings: body.settings ?? own.settings,
      adaptations: own.adaptations,
    };
    const raw = body.raw === undefined || body.raw.trim() === '' ? null : body.raw;
    return previewEvent(tenantId, draft, raw, now);
  },
});
