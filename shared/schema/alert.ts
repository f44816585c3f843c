import { z } from 'zod';
import { tenantIdSchema } from '#shared/ids.ts';
import { canonicalEventSchema } from '#shared/schema/event.ts';
import { explanationSchema } from '#shared/schema/explanation.ts';

/** Sigma rule levels (Sigma specification 2.1, "Level"). */
export const levelSchema = z.enum(['informational', 'low', 'medium', 'high', 'critical']);
export type Level = z.infer<typeof levelSchema>;

/** The level as a number, 0 to 10, so that alerts and cases sort beside events. */
export const severityOfLevel: Readonly<Record<Level, number>> = {
  informational: 1,
  low: 3,
  medium: 5,
  high: 8,
  critical: 10,
};

export const alertStatusSchema = z.enum(['open', 'acknowledged', 'closed']);

export const alertSchema = z.strictObject({
  /** Hash of tenant, rule, group and window: the same detection always writes the same alert. */
  alert_id: z.string(),
  tenant_id: tenantIdSchema,
  rule: z.strictObject({
    id: z.string(),
    title: z.string(),
    level: levelSchema,
    tags: z.array(z.string()),
  }),
  severity: z.number().int().min(0).max(10),
  status: alertStatusSchema,
  assignee: z.string().nullable(),
  /**
   * What the correlation counted or summed so far; an average or percentile is that of its last window. 1 for a rule
   * without correlation.
   */
  count: z.number(),
  first_seen: z.iso.datetime(),
  last_seen: z.iso.datetime(),
  /** The group-by fields and their values, such as `{"actor.id": "alice"}`. */
  group: z.record(z.string(), z.string()),
  /** Events that made it, oldest first, at most `EVIDENCE_LIMIT`; `evidence_total` says how many there were. */
  evidence: z.array(canonicalEventSchema),
  evidence_total: z.number().int().min(0),
  /** Why events matched: of the newest events of the evidence, newest first, and of each rule that one matches. */
  explanations: z.array(z.strictObject({ event_id: z.string(), ...explanationSchema.shape })).default([]),
  /** Whether more happened than a window can hold, so that `count` and `evidence_total` may be too low. */
  truncated: z.boolean().default(false),
  case_id: z.string().nullable(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  version: z.number().int().min(1),
});
export type Alert = z.infer<typeof alertSchema>;

/** What a detection says about an alert; the rest of the alert belongs to people and triage. */
export type AlertDetection = Pick<
  Alert,
  | 'alert_id'
  | 'rule'
  | 'severity'
  | 'count'
  | 'first_seen'
  | 'last_seen'
  | 'group'
  | 'evidence'
  | 'evidence_total'
  | 'explanations'
  | 'truncated'
> & {
  /** Grows with every change of the detection's state: an older detection never overwrites a newer one. */
  revision: number;
};
