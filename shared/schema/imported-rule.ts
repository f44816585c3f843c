import { z } from 'zod';

/** A detection rule that runs in a customer's own SIEM and counts towards the tenant's coverage. */
export const importedRuleSchema = z.strictObject({
  /** Where it runs. */
  origin: z.enum(['sentinel']),
  /** The other system's id. */
  rule_id: z.string().min(1),
  title: z.string(),
  enabled: z.boolean(),
  /** ATT&CK techniques, such as `T1110` or `T1110.001`. */
  techniques: z.array(z.string()),
  imported_at: z.iso.datetime(),
});
export type ImportedRule = z.infer<typeof importedRuleSchema>;
