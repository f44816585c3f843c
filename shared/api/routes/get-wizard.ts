import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { tenantParams } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';
import { wizardSchema } from '#shared/schema/onboarding.ts';

export const wizardAnswer = z.object(wizardSchema.shape).extend({
  version: z.number().int().describe('0 before the first save.'),
});

export const getWizard = defineRoute({
  operation: 'getWizard',
  summary: 'Read where a tenant’s onboarding wizard was left, on whatever device',
  method: 'GET',
  path: '/api/v1/onboarding/tenant/{tenant_id}/wizard',
  domain: 'onboarding',
  scope: 'tenant',
  createsTenant: true,
  roles: access.administer,
  status: 200,
  params: tenantParams,
  answer: wizardAnswer,
  async handle(ports, { tenantId, now, caller }) {
    const stored = await ports.journal.wizard(tenantId);
    const fresh = { tenant_id: tenantId, current_step: 1, done_steps: [], answers: {}, version: 0 };
    return stored ?? { ...fresh, updated_at: now.toISOString(), updated_by: caller.email };
  },
});
