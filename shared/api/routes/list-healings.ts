import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { listOf } from '#shared/api/answers.ts';
import { pageQuery, readPage } from '#shared/api/cursor.ts';
import { defineRoute } from '#shared/api/route.ts';
import { healingSchema } from '#shared/schema/healing.ts';

export const listHealings = defineRoute({
  operation: 'listHealings',
  summary: 'Read what Gatehouse put right by itself, or gave up on, newest first',
  method: 'GET',
  path: '/api/v1/onboarding/self-healing/log',
  domain: 'onboarding',
  scope: 'tenant',
  roles: access.read,
  status: 200,
  query: z.strictObject(pageQuery),
  answer: listOf(z.object(healingSchema.shape).omit({ tenant_id: true })),
  handle: (ports, { tenantId }, { query }) =>
    readPage({ tenantId, operation: 'listHealings', filter: {} }, query, (page) =>
      ports.healing.log(tenantId, page),
    ),
});
