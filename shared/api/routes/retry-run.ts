import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { changeRun } from '#shared/api/change-run.ts';
import { tenantParams } from '#shared/api/fields.ts';
import { runAnswer } from '#shared/api/onboarding-answers.ts';
import { defineRoute } from '#shared/api/route.ts';
import { retryRun } from '#shared/tenants/provisioning/start-run.ts';

export const retryRunRoute = defineRoute({
  operation: 'retryRun',
  summary: 'Start a tenant’s run again where it stopped; what is done is not done twice',
  method: 'POST',
  path: '/api/v1/onboarding/tenant/{tenant_id}/retry',
  domain: 'onboarding',
  scope: 'tenant',
  createsTenant: true,
  roles: access.administer,
  status: 202,
  params: tenantParams,
  body: z.strictObject({
    run_id: z.string().max(100).optional().describe('The last run where it is left out.'),
  }),
  answer: runAnswer,
  handle: (ports, context, { body }) => changeRun(ports, context, body.run_id, 'retryRun', retryRun),
});
