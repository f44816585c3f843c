import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { tenantParams } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';
import { driftLineSchema, driftReportSchema } from '#shared/schema/drift.ts';
import { driftReport } from '#shared/tenants/provisioning/drift.ts';
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
  query: z.strictObject({
    last: z
      .enum(['true', 'false'])
      .default('false')
      .describe('The report of the daily check instead of a new one.'),
  }),
  answer: z.object({
    ...driftReportSchema.shape,
    resources: z.array(z.object(driftLineSchema.shape)),
  }),
  async handle(ports, { tenantId }, { query }) {
    const kept = query.last === 'true' ? await ports.journal.drift(tenantId) : null;
    return kept ?? driftReport(engineOf(ports), tenantId);
  },
});
