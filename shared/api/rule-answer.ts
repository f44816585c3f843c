import { z } from 'zod';
import { levelSchema } from '#shared/schema/alert.ts';

export const ruleAnswer = z.object({
  rule_id: z.string(),
  title: z.string(),
  level: levelSchema,
  tags: z.array(z.string()),
  kind: z.enum(['detection', 'correlation']),
  enabled: z.boolean().describe('Whether it makes alerts for this tenant.'),
});
