import { graylogPattern, searchRole } from '#shared/tenants/provisioning/names.ts';
import { securityObject } from '#shared/tenants/provisioning/security-object.ts';

/** May read this customer's indices and nothing else: what Grafana shows is bounded here, not by its own patterns. */
export const opensearchRole = securityObject({
  name: 'opensearch-role',
  title: 'Search role that reads this customer only',
  needs: ['gatehouse-tenant'],
  kind: 'roles',
  nameOf: ({ tenantId }) => searchRole(tenantId),
  wanted: ({ tenantId }) => ({
    cluster_permissions: ['cluster_composite_ops_ro'],
    index_permissions: [
      {
        index_patterns: [graylogPattern(tenantId)],
        dls: '',
        fls: [],
        masked_fields: [],
        allowed_actions: ['read', 'search', 'indices:admin/mappings/get', 'indices:monitor/settings/get'],
      },
    ],
    tenant_permissions: [{ tenant_patterns: [tenantId], allowed_actions: ['kibana_all_read'] }],
  }),
});
