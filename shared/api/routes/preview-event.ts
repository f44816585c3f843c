import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { existingSource } from '#shared/api/existing.ts';
import { connectorField, settingsField, sourceParams } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';
import { previewEvent } from '#shared/pipeline/preview-event.ts';
import { attributeValueSchema, canonicalEventSchema } from '#shared/schema/event.ts';

/** Characters of a sample: longer events exist, and a part of one tells as much. */
const MAX_SAMPLE = 64_000;

const { timestamp, source, category, severity, actor, target } = canonicalEventSchema.shape;

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
  answer: z.object({
    issues: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .describe('What is wrong with the settings, such as `settings.mapping.0.to`; nothing is read then.'),
    reason: z.string().nullable().describe('Why no event can be read from the sample.'),
    events: z.array(
      z.object({
        timestamp,
        source,
        category,
        severity,
        actor,
        target,
        fields: z.array(
          z.object({
            name: z.string(),
            value: attributeValueSchema,
            row: z
              .string()
              .nullable()
              .describe('The row of the mapping, or of the connector’s table, that wrote it.'),
          }),
        ),
        unmapped: z
          .array(z.object({ name: z.string(), value: attributeValueSchema }))
          .describe('What stands under the vendor’s own names only.'),
      }),
    ),
  }),
  async handle(ports, { tenantId, now }, { params, body }) {
    const own = await existingSource(ports, tenantId, params.source_id);
    const draft = { connector: body.connector ?? own.connector, settings: body.settings ?? own.settings };
    const raw = body.raw === undefined || body.raw.trim() === '' ? null : body.raw;
    return previewEvent(tenantId, draft, raw, now);
  },
});
