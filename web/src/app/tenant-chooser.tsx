import { listTenants } from '../api/tenants.ts';
import { useResource } from '../ui/use-resource.ts';
import { useApp } from './app-context.ts';
import { usePlace } from './router.ts';

/** For a platform_admin: whose data the pages show. Everything done there is audited with that tenant. */
export function TenantChooser() {
  const { platform, tenantId, chooseTenant } = useApp();
  const { path } = usePlace();
  const tenants = useResource(
    (signal) => listTenants(platform, { limit: 200 }, signal),
    [platform, path, tenantId],
  );
  const items = tenants.data?.items.filter((tenant) => tenant.status !== 'purged') ?? [];
  const missing = tenantId !== null && !items.some((tenant) => tenant.tenant_id === tenantId);
  return (
    <div class="chooser">
      <select
        aria-label="Tenant"
        value={tenantId ?? ''}
        onChange={(event) => chooseTenant(event.currentTarget.value || null)}
      >
        <option value="">Choose a tenant…</option>
        {missing && <option value={tenantId}>{tenantId}</option>}
        {items.map((tenant) => (
          <option key={tenant.tenant_id} value={tenant.tenant_id}>
            {tenant.organization_name} ({tenant.tenant_id})
          </option>
        ))}
      </select>
    </div>
  );
}
