import { z } from 'zod';

const healthStateSchema = z.enum(['healthy', 'degraded', 'silent', 'failing', 'unknown']);

export const healthVerdictSchema = z.strictObject({
  state: healthStateSchema,
  /** Since when, RFC 3339; exact to the hour where it was told by the hourly counts. */
  since: z.iso.datetime(),
  reason: z.string(),
});
export type HealthVerdict = z.infer<typeof healthVerdictSchema>;
