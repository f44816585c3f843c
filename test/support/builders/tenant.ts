import { tenantIdSchema } from '#shared/ids.ts';
import { defaultLimits, type Tenant, tenantSchema } from '#shared/schema/tenant.ts';

/** An active tenant; its code is its id. */
export function buildTenant(code = 'acme', given: Partial<Tenant> = {}): Tenant {
  const tenantId = tenantIdSchema.parse(code);
  return tenantSchema.parse({
    tenant_id: tenantId,
    customer_code: tenantId,
    organization_name: 'Acme Corporation',
    contact_email: 'security@acme.example',
    industry: 'Technology',
    data_residency: 'eu',
    retention_days: 30,
    retention_by: 'retention-job',
    limits: defaultLimits,
    status: 'active',
    created_at: '2026-11-22T10:00:00.000Z',
    updated_at: '2026-11-22T10:00:00.000Z',
    deleted_at: null,
    version: 1,
    ...given,
  });
}
