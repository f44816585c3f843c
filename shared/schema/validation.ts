import { z } from 'zod';
import { tenantIdSchema } from '#shared/ids.ts';

export const testStageSchema = z.strictObject({
  stage: z.enum(['credentials', 'sent', 'accepted', 'normalized', 'detected', 'indexed']),
  state: z.enum(['pending', 'done', 'failed']),
  at: z.iso.datetime().nullable(),
  detail: z.string().nullable(),
});
export type TestStage = z.infer<typeof testStageSchema>;

export const testModeSchema = z.enum(['await', 'send']);
export const proofStateSchema = z.enum(['running', 'passed', 'failed']);

/** The marked event of a test, by which it is found again; nothing of it is secret. */
const probeSchema = z.strictObject({
  marker: z.string(),
  event_id: z.string(),
  alert_id: z.string(),
  pack_id: z.string(),
  /** The token made for it; revoked as soon as the event was sent. */
  token_id: z.string(),
});

/** One test of one data source: each stage of the way with when it was reached. */
export const sourceTestSchema = z.strictObject({
  tenant_id: tenantIdSchema,
  source_id: z.string(),
  test_id: z.string(),
  mode: testModeSchema,
  state: proofStateSchema,
  started_at: z.iso.datetime(),
  deadline_at: z.iso.datetime(),
  ended_at: z.iso.datetime().nullable(),
  stages: z.array(testStageSchema),
  reason: z.string().nullable(),
  fix: z.string().nullable(),
  probe: probeSchema.nullable(),
  /** What had come and failed before an awaited event; null where none is awaited. */
  before: z.strictObject({ events: z.number(), failed: z.number() }).nullable(),
});
export type SourceTest = z.infer<typeof sourceTestSchema>;

export const checkNameSchema = z.enum(['tenant', 'siem', 'connectors', 'rules', 'ingestion', 'playbooks']);
export type CheckName = z.infer<typeof checkNameSchema>;

export const evidenceSchema = z.strictObject({ label: z.string(), value: z.string() });
export type Evidence = z.infer<typeof evidenceSchema>;

export const validationCheckSchema = z.strictObject({
  check: checkNameSchema,
  state: z.enum(['pending', 'running', 'passed', 'failed']),
  began_at: z.iso.datetime().nullable(),
  ended_at: z.iso.datetime().nullable(),
  reason: z.string().nullable(),
  fix: z.string().nullable(),
  evidence: z.array(evidenceSchema),
});
export type ValidationCheck = z.infer<typeof validationCheckSchema>;

/** One run of the suite, or of one check of it. */
export const validationSchema = z.strictObject({
  tenant_id: tenantIdSchema,
  validation_id: z.string(),
  state: proofStateSchema,
  /** The one check that was asked for; null for all. */
  only: checkNameSchema.nullable(),
  started_at: z.iso.datetime(),
  started_by: z.string(),
  deadline_at: z.iso.datetime(),
  ended_at: z.iso.datetime().nullable(),
  /** In their order; those that were not asked for keep what the last run found. */
  checks: z.array(validationCheckSchema),
});
export type Validation = z.infer<typeof validationSchema>;
