import { z } from 'zod';
import { tenantIdSchema } from '#shared/ids.ts';

/** What was told of a thing before and after something was done about it; holds no secret. */
const pictureSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
export type Picture = z.infer<typeof pictureSchema>;

/** One action of the self-healing, as the log serves it. */
export const healingSchema = z.strictObject({
  tenant_id: tenantIdSchema,
  id: z.string(),
  at: z.iso.datetime(),
  /** A source, or a resource of the tenant in another system. */
  source_id: z.string().nullable(),
  resource: z.string().nullable(),
  /** What was wrong. */
  problem: z.string(),
  /** What was done. */
  action: z.string(),
  before: pictureSchema,
  after: pictureSchema,
  result: z.enum(['repaired', 'failed', 'gave_up']),
  /** The case that was opened for people to go on. */
  case_id: z.string().nullable(),
});
export type Healing = z.infer<typeof healingSchema>;

/** How often something was tried already, so that nothing is tried for ever. */
export const treatmentSchema = z.strictObject({
  tenant_id: tenantIdSchema,
  /** What is treated, such as `poll/<source>/<feed>` or `resource/<name>`. */
  subject: z.string(),
  /** When the first attempt of this row of attempts was made. */
  since: z.iso.datetime(),
  attempts: z.number().int().min(0),
  last_at: z.iso.datetime(),
  /** Not to be tried before this. */
  next_at: z.iso.datetime(),
  gave_up: z.boolean(),
  version: z.number().int().min(1),
});
export type Treatment = z.infer<typeof treatmentSchema>;
