import { access } from '#shared/api/access.ts';
import { tenantParams } from '#shared/api/fields.ts';
import { moveTenant } from '#shared/api/move-tenant.ts';
import { defineRoute } from '#shared/api/route.ts';

export const deleteTenant = defineRoute({
  operation: 'deleteTenant',
  summary: 'Delete a tenant softly: nobody of it gets in, its data stays until the purge',
  method: 'DELETE',
  path: '/api/v1/tenants/{tenant_id}',
  domain: 'tenants',
  scope: 'platform',
  roles: access.operate,
  status: 204,
  params: tenantParams,
  async handle(ports, context, { params }) {
    await moveTenant(ports, context, params.tenant_id, 'deleteTenant', 'delete');
  },
});
