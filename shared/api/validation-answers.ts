import { z } from 'zod';
import {
  evidenceSchema,
  type Validation,
  validationCheckSchema,
  validationSchema,
} from '#shared/schema/validation.ts';
import { checks } from '#shared/tenants/validation/checks.ts';

export const validationAnswer = z.object({
  tenant_id: validationSchema.shape.tenant_id,
  validation_id: z.string(),
  state: validationSchema.shape.state,
  started_at: z.string(),
  started_by: z.string(),
  ended_at: z.string().nullable(),
  checks: z.array(
    z.object({
      check: validationCheckSchema.shape.check,
      title: z.string(),
      state: validationCheckSchema.shape.state,
      reason: z.string().nullable(),
      fix: z.string().nullable(),
      evidence: z.array(z.object(evidenceSchema.shape)),
      began_at: z.string().nullable(),
      ended_at: z.string().nullable(),
    }),
  ),
});

export const validationAnswerOf = (validation: Validation): z.input<typeof validationAnswer> => ({
  ...validation,
  checks: validation.checks.map((one) => ({
    ...one,
    title: checks.find(({ check }) => check === one.check)?.title ?? one.check,
  })),
});
