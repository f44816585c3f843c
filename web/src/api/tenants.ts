import type { Tenant } from '#shared/schema/tenant.ts';
import type { Client, Page, Query } from './client.ts';

export type NewTenant = Pick<
  Tenant,
  'organization_name' | 'contact_email' | 'industry' | 'data_residency' | 'retention_days'
> & { customer_code: string };
/** A customer's own admin may change name and contact; retention and limits are the operator's. */
export type TenantChange = Partial<
  Pick<Tenant, 'organization_name' | 'contact_email' | 'retention_days' | 'limits'>
>;
export type TenantStep = 'suspend' | 'resume' | 'purge';

const pathOf = (tenantId: string, rest = '') => `/api/v1/tenants/${encodeURIComponent(tenantId)}${rest}`;

export function listTenants(client: Client, query: Query, signal?: AbortSignal): Promise<Page<Tenant>> {
  return client.request('/api/v1/tenants', { query, ...(signal ? { signal } : {}) });
}

export function getTenant(client: Client, tenantId: string, signal?: AbortSignal): Promise<Tenant> {
  return client.request(pathOf(tenantId), signal ? { signal } : {});
}

export function createTenant(client: Client, body: NewTenant): Promise<Tenant> {
  return client.request('/api/v1/tenants', { method: 'POST', body });
}

export function changeTenant(client: Client, tenant: Tenant, change: TenantChange): Promise<Tenant> {
  return client.request(pathOf(tenant.tenant_id), {
    method: 'PATCH',
    body: { ...change, version: tenant.version },
  });
}

export function removeTenant(client: Client, tenantId: string): Promise<unknown> {
  return client.request(pathOf(tenantId), { method: 'DELETE' });
}

export function stepTenant(client: Client, tenantId: string, step: TenantStep): Promise<unknown> {
  return client.request(pathOf(tenantId, `/${step}`), { method: 'POST' });
}
