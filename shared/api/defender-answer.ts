import { z } from 'zod';
import { capabilityStates } from '#shared/tenants/defender-capabilities.ts';

export const capabilityAnswer = z.object({
  id: z.enum(['endpoint', 'alerts', 'edr', 'asr', 'automated_investigation']),
  title: z.string(),
  state: z.enum(capabilityStates),
  detail: z.string(),
  link: z.url().nullable().describe('Where in Microsoft’s portal it is done.'),
});
