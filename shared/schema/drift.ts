import { z } from 'zod';
import { differenceSchema, systemSchema } from '#shared/schema/onboarding.ts';

/** What one resource is like now. `unknown`: its system did not let us look. */
export const driftLineSchema = z.strictObject({
  step: z.string(),
  title: z.string(),
  system: systemSchema,
  state: z.enum(['matches', 'differs', 'gone', 'unknown']),
  differences: z.array(differenceSchema),
  reason: z.string().nullable(),
});
export type DriftLine = z.infer<typeof driftLineSchema>;

/** What should exist against what does, for one tenant at one time. */
export const driftReportSchema = z.strictObject({
  checked_at: z.iso.datetime(),
  /** The run that says what should exist; null where nothing was set up. */
  run_id: z.string().nullable(),
  ok: z.boolean(),
  resources: z.array(driftLineSchema),
});
export type DriftReport = z.infer<typeof driftReportSchema>;
