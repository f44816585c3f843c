import { access } from '#shared/api/access.ts';
import { tenantAnswer } from '#shared/api/answers.ts';
import { tenantParams } from '#shared/api/fields.ts';
import { moveTenant } from '#shared/api/move-tenant.ts';
import { defineRoute } from '#shared/api/route.ts';

export const resumeTenant = defineRoute({
  operation: 'resumeTenant',
  summary: 'Resume a suspended tenant, or take back a deletion that was not purged',
  method: 'POST',
  path: '/api/v1/tenants/{tenant_id}/resume',
  domain: 'tenants',
  scope: 'platform',
  roles: access.operate,
  status: 200,
  params: tenantParams,
  answer: tenantAnswer,
  handle: (ports, context, { params }) =>
    moveTenant(ports, context, params.tenant_id, 'resumeTenant', 'resume'),
});
