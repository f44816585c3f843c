import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { auditOf } from '#shared/api/audit.ts';
import { runAnswer, shownRun, starterOf } from '#shared/api/onboarding-answers.ts';
import {
  initiatorOf,
  keepSecrets,
  SHARED_KEY_NOTICE,
  setupBody,
  setupOf,
} from '#shared/api/onboarding-setup.ts';
import { defineRoute } from '#shared/api/route.ts';
import { newRun, startRun } from '#shared/tenants/provisioning/start-run.ts';

export const setupTenant = defineRoute({
  operation: 'setupTenant',
  summary:
    'Start the onboarding of a tenant: everything it needs in every system is checked, made and read back',
  method: 'POST',
  path: '/api/v1/onboarding/tenant/setup',
  domain: 'onboarding',
  scope: 'tenant',
  createsTenant: true,
  roles: access.administer,
  status: 202,
  idempotent: true,
  body: setupBody,
  answer: runAnswer.extend({ notices: z.array(z.string()) }),
  location: ({ tenant_id }) => `/api/v1/onboarding/tenant/${tenant_id}/status`,
  async handle(ports, context, { body }) {
    const setup = await setupOf(ports, context, body);
    const asked = {
      by: initiatorOf(context),
      requestId: context.requestId,
      now: context.now,
      newId: context.newResourceId,
    };
    const run = newRun(starterOf(ports), setup, 'onboard', asked);
    await keepSecrets(ports, context, body);
    await startRun(starterOf(ports), run);
    const after = {
      run_id: run.run_id,
      path: setup.existing_soc ? 'existing_soc' : 'greenfield',
      platforms: setup.platforms,
    };
    const change = { action: 'setupTenant', target: `run/${run.run_id}`, before: null, after };
    await ports.audit.append(context.tenantId, auditOf(context, ports.newId(), change));
    const notices = setup.sentinel_shared_key_given ? [SHARED_KEY_NOTICE] : [];
    return { ...(await shownRun(ports, run)), notices };
  },
});
