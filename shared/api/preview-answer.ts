import { z } from 'zod';
import { attributeValueSchema, canonicalEventSchema } from '#shared/schema/event.ts';

const { timestamp, source, category, severity, actor, target } = canonicalEventSchema.shape;

/** What would become of a sample under a draft of a source's settings. */
export const previewAnswer = z.object({
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
});
