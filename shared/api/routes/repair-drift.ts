import { access } from '#shared/api/access.ts';
import { auditOf } from '#shared/api/audit.ts';
import { tenantParams } from '#shared/api/fields.ts';
import { runAnswer, shownRun, starterOf } from '#shared/api/onboarding-answers.ts';
import { initiatorOf } from '#shared/api/onboarding-setup.ts';
import { defineRoute } from '#shared/api/route.ts';
import { DomainError } from '#shared/errors.ts';
import { standingRun } from '#shared/tenants/provisioning/drift.ts';
import { newRun, startRun } from '#shared/tenants/provisioning/start-run.ts';

export const repairDrift = defineRoute({
  operation: 'repairDrift',
  summary: 'Bring what a tenant has in every system back to what it should be, through the journal',
  method: 'POST',
  path: '/api/v1/onboarding/tenant/{tenant_id}/drift/repair',
  domain: 'onboarding',
  scope: 'tenant',
  roles: access.administer,
  status: 202,
  idempotent: true,
  params: tenantParams,
  answer: runAnswer,
  async handle(ports, context) {
    const { tenantId, requestId, now, newResourceId } = context;
    const standing = await standingRun(ports, tenantId);
    if (standing === null)
      throw new DomainError('conflict', 'Nothing was set up for this tenant yet: run the setup.');
    const asked = { by: initiatorOf(context), requestId, now, newId: newResourceId };
    const run = newRun(starterOf(ports), standing.setup, 'repair', asked);
    await startRun(starterOf(ports), run);
    const change = {
      action: 'repairDrift',
      target: `run/${run.run_id}`,
      before: null,
      after: { run_id: run.run_id },
    };
    await ports.audit.append(tenantId, auditOf(context, ports.newId(), change));
    return shownRun(ports, run);
  },
});
