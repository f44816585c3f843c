import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { coverageOf } from '#shared/api/coverage-of.ts';
import { existingTenant } from '#shared/api/existing.ts';
import { defineRoute } from '#shared/api/route.ts';
import { toCoverageLayer } from '#shared/attack/navigator.ts';

export const getCoverageLayer = defineRoute({
  operation: 'getCoverageLayer',
  summary: 'Export the coverage as a layer for the ATT&CK Navigator',
  method: 'GET',
  path: '/api/v1/onboarding/mitre/coverage/navigator',
  domain: 'content',
  scope: 'tenant',
  roles: access.read,
  status: 200,
  answer: z.record(z.string(), z.unknown()),
  async handle(ports, { tenantId, now }) {
    const [tenant, coverage] = await Promise.all([
      existingTenant(ports, tenantId),
      coverageOf(ports, tenantId, now),
    ]);
    return toCoverageLayer(tenant.organization_name, coverage);
  },
});
