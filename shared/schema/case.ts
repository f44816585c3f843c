import { z } from 'zod';
import { tenantIdSchema } from '#shared/ids.ts';

export const caseStatusSchema = z.enum(['open', 'in_progress', 'resolved', 'closed']);
export const caseSeveritySchema = z.enum(['low', 'medium', 'high', 'critical']);

export const caseSchema = z.strictObject({
  case_id: z.string(),
  tenant_id: tenantIdSchema,
  title: z.string().min(1).max(300),
  description: z.string().max(10_000),
  status: caseStatusSchema,
  severity: caseSeveritySchema,
  assignee: z.string().nullable(),
  /** Linked alerts, in the order they were linked. */
  alert_ids: z.array(z.string()).max(500),
  created_at: z.iso.datetime(),
  created_by: z.string(),
  updated_at: z.iso.datetime(),
  updated_by: z.string(),
  closed_at: z.iso.datetime().nullable(),
  /** Optimistic lock: an update names the version it saw. */
  version: z.number().int().min(1),
});
export type Case = z.infer<typeof caseSchema>;

export const timelineKindSchema = z.enum(['created', 'updated', 'alert_linked', 'alert_unlinked', 'comment']);

/** One line of a case's timeline: who did what when, with the fields that changed. Comments are lines too. */
export const timelineEntrySchema = z.strictObject({
  entry_id: z.string(),
  tenant_id: tenantIdSchema,
  case_id: z.string(),
  kind: timelineKindSchema,
  at: z.iso.datetime(),
  by: z.string(),
  text: z.string(),
  changes: z.record(z.string(), z.strictObject({ before: z.unknown(), after: z.unknown() })),
});
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;
