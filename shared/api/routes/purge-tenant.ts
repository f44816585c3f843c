import { access } from '#shared/api/access.ts';
import { tenantAnswer } from '#shared/api/answers.ts';
import { tenantParams } from '#shared/api/fields.ts';
import { moveTenant } from '#shared/api/move-tenant.ts';
import { defineRoute } from '#shared/api/route.ts';

export const purgeTenant = defineRoute({
  operation: 'purgeTenant',
  summary: 'Start to destroy everything that a deleted tenant has; there is no way back',
  method: 'POST',
  path: '/api/v1/tenants/{tenant_id}/purge',
  domain: 'tenants',
  scope: 'platform',
  roles: access.operate,
  status: 202,
  params: tenantParams,
  answer: tenantAnswer,
  async handle(ports, context, { params }) {
    const tenant = await moveTenant(ports, context, params.tenant_id, 'purgeTenant', 'purge');
    await ports.workflows.startPurge(params.tenant_id, context.requestId);
    return tenant;
  },
});
