import { z } from 'zod';
import { tenantIdSchema } from '#shared/ids.ts';
import { adaptationsSchema } from '#shared/schema/adaptation.ts';

export const sourceTypeSchema = z.enum([
  'siem',
  'endpoint',
  'cloud',
  'network',
  'identity',
  'email',
  'dns',
  'firewall',
]);

/** A data source: one place that pushes events, with its own tokens and counts. */
export const sourceSchema = z.strictObject({
  tenant_id: tenantIdSchema,
  source_id: z.string(),
  name: z.string().min(1).max(100),
  source_type: sourceTypeSchema,
  /** The connector that reads its events, or `auto`. */
  connector: z.string(),
  /**
   * How the connector reads the events (`shared/connectors/source-settings.ts`): its zone, its mapping. What a template's
   * form asks for besides, such as the account to fetch from, is not among them.
   */
  settings: z.record(z.string(), z.unknown()).default({}),
  /** What was decided about fields that the connector does not know; absent before the first decision. */
  adaptations: adaptationsSchema.optional(),
  status: z.enum(['active', 'disabled']),
  /** The template that it was connected by (`shared/datasources`), and what its form was filled with, secrets left out. */
  template_id: z.string().optional(),
  form: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  version: z.number().int().min(1),
});
export type Source = z.infer<typeof sourceSchema>;

/** What is kept of a source token; the token itself is shown once and stored only as a hash. */
export const sourceTokenSchema = z.strictObject({
  tenant_id: tenantIdSchema,
  source_id: z.string(),
  token_id: z.string(),
  /** First characters of the token, to recognise it by. */
  hint: z.string(),
  created_at: z.iso.datetime(),
  created_by: z.string(),
  revoked_at: z.iso.datetime().nullable(),
});
export type SourceToken = z.infer<typeof sourceTokenSchema>;

export const sourceHealthSchema = z.strictObject({
  tenant_id: tenantIdSchema,
  source_id: z.string(),
  /** Events archived and handed to detection, each counted once. */
  events: z.number().int().min(0),
  /** Events that could not be read and went to the failure bucket, each counted once. */
  failed: z.number().int().min(0),
  last_event_at: z.iso.datetime().nullable(),
  last_failure_at: z.iso.datetime().nullable(),
  last_failure_reason: z.string().nullable(),
  /** How far the newest event of the last pack lay behind its receipt, in seconds; null before the first. */
  lag_seconds: z.number().min(0).nullable(),
});
export type SourceHealth = z.infer<typeof sourceHealthSchema>;

/** What a source sent within one hour. */
export const sourceHourSchema = z.strictObject({
  /** The hour's beginning, RFC 3339 in UTC. */
  hour: z.iso.datetime(),
  events: z.number().int().min(0),
  failed: z.number().int().min(0),
});
export type SourceHour = z.infer<typeof sourceHourSchema>;

/** Why events of a source could not be read, texts of the events left out so that like counts with like. */
export const sourceFaultSchema = z.strictObject({
  reason: z.string(),
  count: z.number().int().min(0),
  last_at: z.iso.datetime(),
});
export type SourceFault = z.infer<typeof sourceFaultSchema>;

/** Where the fetching of a pulled source stands. */
export const pollerStateSchema = z.strictObject({
  /** The time up to which everything was fetched. */
  cursor_at: z.iso.datetime().nullable(),
  last_run_at: z.iso.datetime().nullable(),
  next_run_at: z.iso.datetime().nullable(),
  paused: z.boolean(),
  /** What the last run failed with; null after one that went well. */
  last_error: z.string().nullable(),
  /** Feeds that the customer's licence or consent does not reach, and why; the others are read. */
  not_covered: z.array(z.string()),
});
export type PollerState = z.infer<typeof pollerStateSchema>;
