import { access } from '#shared/api/access.ts';
import { tenantAnswer } from '#shared/api/answers.ts';
import { existingTenant } from '#shared/api/existing.ts';
import { tenantParams } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';

export const getTenant = defineRoute({
  operation: 'getTenant',
  summary: 'Read a tenant',
  method: 'GET',
  path: '/api/v1/tenants/{tenant_id}',
  domain: 'tenants',
  scope: 'tenant',
  roles: access.read,
  status: 200,
  params: tenantParams,
  answer: tenantAnswer,
  handle: (ports, { tenantId }) => existingTenant(ports, tenantId),
});
