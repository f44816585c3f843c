import { access } from '#shared/api/access.ts';
import { tenantAnswer } from '#shared/api/answers.ts';
import { tenantParams } from '#shared/api/fields.ts';
import { moveTenant } from '#shared/api/move-tenant.ts';
import { defineRoute } from '#shared/api/route.ts';

export const suspendTenant = defineRoute({
  operation: 'suspendTenant',
  summary: 'Suspend a tenant: its data can be read, nothing can be changed or pushed',
  method: 'POST',
  path: '/api/v1/tenants/{tenant_id}/suspend',
  domain: 'tenants',
  scope: 'platform',
  roles: access.operate,
  status: 200,
  params: tenantParams,
  answer: tenantAnswer,
  handle: (ports, context, { params }) =>
    moveTenant(ports, context, params.tenant_id, 'suspendTenant', 'suspend'),
});
