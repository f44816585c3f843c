import { z } from 'zod';
import { alertSchema } from '#shared/schema/alert.ts';
import { auditRecordSchema } from '#shared/schema/audit.ts';
import { caseSchema, timelineEntrySchema } from '#shared/schema/case.ts';
import { canonicalEventSchema } from '#shared/schema/event.ts';
import { sourceHealthSchema, sourceSchema, sourceTokenSchema } from '#shared/schema/source.ts';
import { tenantSchema } from '#shared/schema/tenant.ts';

/**
 * What leaves the API. Unlike the stored schemas these drop a field that they do not know, so that a field added to a
 * row stays inside until somebody adds it to its schema.
 */
export const tenantAnswer = z.object(tenantSchema.shape);
export const caseAnswer = z.object(caseSchema.shape);
export const timelineEntryAnswer = z.object(timelineEntrySchema.shape);
export const alertAnswer = z.object({
  ...alertSchema.shape,
  rule: z.object(alertSchema.shape.rule.shape),
  evidence: z.array(z.object(canonicalEventSchema.shape)),
  explanations: z.array(z.object(alertSchema.shape.explanations.unwrap().element.shape)),
});
/** What was decided about its fields has a list of its own. */
export const sourceAnswer = z.object(sourceSchema.shape).omit({ adaptations: true });
export const sourceTokenAnswer = z.object(sourceTokenSchema.shape);
export const sourceHealthAnswer = z.object(sourceHealthSchema.shape);
export const auditRecordAnswer = z.object(auditRecordSchema.shape);

/** Every list of the API. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    next: z.string().nullable().describe('Give it as `cursor` to read the next page; null on the last one.'),
  });
}
