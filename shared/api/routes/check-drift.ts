import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { tenantParams } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';
import { checkDrift, driftLineSchema, standingRun } from '#shared/tenants/provisioning/drift.ts';
import { engineOf } from '#shared/tenants/provisioning/engine.ts';

export const checkDriftRoute = defineRoute({
  operation: 'checkDrift',
  summary: 'Compare what should exist for a tenant with what does, in every system, field by field',
  method: 'GET',
  path: '/api/v1/onboarding/tenant/{tenant_id}/drift',
  domain: 'onboarding',
  scope: 'tenant',
  roles: access.read,
  status: 200,
  params: tenantParams,
  answer: z.object({
    checked_at: z.iso.datetime(),
    run_id: z.string().nullable(),
    ok: z.boolean().describe('Everything matches.'),
    resources: z.array(z.object(driftLineSchema.shape)),
  }),
  async handle(ports, { tenantId, now }) {
    const engine = engineOf(ports);
    const run = await standingRun(engine, tenantId);
    const resources = run === null ? [] : await checkDrift(engine, run);
    const ok = resources.every(({ state }) => state === 'matches');
    return { checked_at: now.toISOString(), run_id: run?.run_id ?? null, ok, resources };
  },
});
