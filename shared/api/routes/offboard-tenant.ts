import { access } from '#shared/api/access.ts';
import { auditOf } from '#shared/api/audit.ts';
import { existingTenant } from '#shared/api/existing.ts';
import { tenantParams } from '#shared/api/fields.ts';
import { runAnswer, shownRun, starterOf } from '#shared/api/onboarding-answers.ts';
import { initiatorOf } from '#shared/api/onboarding-setup.ts';
import { auditForPlatform } from '#shared/api/platform-audit.ts';
import { defineRoute } from '#shared/api/route.ts';
import type { Ports } from '#shared/ports/ports.ts';
import type { Setup } from '#shared/schema/onboarding.ts';
import type { Tenant } from '#shared/schema/tenant.ts';
import { newOffboarding, startRun } from '#shared/tenants/provisioning/start-run.ts';

export const offboardTenant = defineRoute({
  operation: 'offboardTenant',
  summary: 'Take away everything that a tenant has in every system, in reverse, and leave a signed record',
  method: 'POST',
  path: '/api/v1/onboarding/tenant/{tenant_id}/offboard',
  domain: 'onboarding',
  scope: 'tenant',
  createsTenant: true,
  roles: access.operate,
  status: 202,
  idempotent: true,
  params: tenantParams,
  answer: runAnswer,
  async handle(ports, context) {
    const { tenantId, requestId, now, newResourceId } = context;
    const setup = await lastSetup(ports, await existingTenant(ports, tenantId));
    const asked = { by: initiatorOf(context), requestId, now, newId: newResourceId };
    const run = newOffboarding(starterOf(ports), setup, await ports.journal.owned(tenantId), asked);
    await startRun(starterOf(ports), run);
    const target = `tenant/${tenantId}`;
    const after = { run_id: run.run_id };
    await ports.audit.append(
      tenantId,
      auditOf(context, ports.newId(), { action: 'offboardTenant', target, before: null, after }),
    );
    await auditForPlatform(ports, context, 'offboardTenant', target, null, after);
    return shownRun(ports, run);
  },
});

/** What the tenant was set up from; of one that was created without the wizard, what its row says. */
async function lastSetup(ports: Ports, tenant: Tenant): Promise<Setup> {
  const [last] = await ports.journal.runs(tenant.tenant_id);
  const { tenant_id, organization_name, contact_email, industry, data_residency, retention_days } = tenant;
  return (
    last?.setup ?? {
      tenant_id,
      organization_name,
      contact_email,
      industry,
      data_residency,
      retention_days,
      existing_soc: false,
      platforms: [],
      sentinel_workspace_id: null,
      sentinel_shared_key_given: false,
      azure: null,
      defender: false,
      workbooks: [],
      defender_app: null,
      defender_pilot_group: null,
      shards: 1,
      replicas: 0,
    }
  );
}
