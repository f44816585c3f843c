import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { capabilityAnswer } from '#shared/api/defender-answer.ts';
import { defineRoute } from '#shared/api/route.ts';
import { defenderCapabilities } from '#shared/tenants/defender-capabilities.ts';
import { apisFor, engineOf } from '#shared/tenants/provisioning/engine.ts';

export const getDefender = defineRoute({
  operation: 'getDefender',
  summary: 'Ask Microsoft how each capability of Defender stands for the tenant',
  method: 'GET',
  path: '/api/v1/onboarding/defender',
  domain: 'onboarding',
  scope: 'tenant',
  roles: access.read,
  status: 200,
  answer: z.object({ capabilities: z.array(capabilityAnswer) }),
  async handle(ports, { tenantId }) {
    const [run] = await ports.journal.runs(tenantId);
    const apis = apisFor(engineOf(ports), { tenant_id: tenantId, setup: run?.setup ?? null });
    return { capabilities: await defenderCapabilities(tenantId, apis) };
  },
});
