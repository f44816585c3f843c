import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { defineRoute } from '#shared/api/route.ts';
import { discoverSources } from '#shared/datasources/discover-sources.ts';
import { engineOf } from '#shared/tenants/provisioning/engine.ts';

export const discoverDatasources = defineRoute({
  operation: 'discoverDatasources',
  summary: 'Propose data sources from what already arrives and from the connected Sentinel workspace',
  method: 'POST',
  path: '/api/v1/onboarding/datasources/discover',
  domain: 'onboarding',
  scope: 'tenant',
  roles: access.administer,
  status: 200,
  answer: z.object({
    items: z.array(
      z.object({
        template_id: z.string(),
        confidence: z.number().min(0).max(1).describe('How sure it is that this vendor sends, 0 to 1.'),
        evidence: z.array(z.string()),
        already_connected: z.boolean(),
      }),
    ),
    notes: z.array(z.string()).describe('What could not be looked at, and why.'),
  }),
  handle: (ports, { tenantId, now }) =>
    discoverSources(
      { content: ports.content, sources: ports.sources, engine: engineOf(ports) },
      tenantId,
      now,
    ),
});
