import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { tenantParams } from '#shared/api/fields.ts';
import { runAnswer } from '#shared/api/onboarding-answers.ts';
import { defineRoute } from '#shared/api/route.ts';

export const listRuns = defineRoute({
  operation: 'listRuns',
  summary: 'List what was provisioned, repaired and removed for a tenant, and by whom; newest first',
  method: 'GET',
  path: '/api/v1/onboarding/tenant/{tenant_id}/runs',
  domain: 'onboarding',
  scope: 'tenant',
  createsTenant: true,
  roles: access.read,
  status: 200,
  params: tenantParams,
  answer: z.object({ items: z.array(runAnswer.omit({ steps: true, done: true, total: true })) }),
  async handle(ports, { tenantId }) {
    const runs = await ports.journal.runs(tenantId);
    return {
      items: runs.map((run) => ({
        ...run,
        path: run.setup.existing_soc ? ('existing_soc' as const) : ('greenfield' as const),
      })),
    };
  },
});
