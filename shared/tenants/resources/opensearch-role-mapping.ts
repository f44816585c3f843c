import { searchBackendRole, searchRole } from '#shared/tenants/provisioning/names.ts';
import { securityObject } from '#shared/tenants/provisioning/security-object.ts';

export const opensearchRoleMapping = securityObject({
  name: 'opensearch-role-mapping',
  title: 'Search role mapped to the customer’s user',
  needs: ['opensearch-role'],
  kind: 'rolesmapping',
  nameOf: ({ tenantId }) => searchRole(tenantId),
  wanted: ({ tenantId }) => ({ backend_roles: [searchBackendRole(tenantId)], users: [], hosts: [] }),
});
