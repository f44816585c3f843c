import { useState } from 'preact/hooks';
import type { Tenant } from '#shared/schema/tenant.ts';
import { listTenants } from '../../api/tenants.ts';
import { useApp } from '../../app/app-context.ts';
import { can } from '../../app/permissions.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Empty } from '../../ui/states.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { Time } from '../../ui/time.tsx';
import { usePages } from '../../ui/use-pages.ts';
import { CreateTenant } from './create-tenant.tsx';
import { residencyTitle } from './tenant-choices.ts';

const columns: readonly Column<Tenant>[] = [
  {
    title: 'Organisation',
    kind: 'main',
    cell: (tenant) => (
      <a class="row-link" href={`/tenants/${tenant.tenant_id}`}>
        {tenant.organization_name}
      </a>
    ),
  },
  { title: 'Code', cell: (tenant) => <code class="nowrap">{tenant.customer_code}</code> },
  { title: 'Status', cell: (tenant) => <StatusChip status={tenant.status} /> },
  { title: 'Industry', cell: (tenant) => tenant.industry },
  { title: 'Residency', cell: (tenant) => residencyTitle(tenant.data_residency) },
  { title: 'Retention', cell: (tenant) => `${tenant.retention_days} days` },
  { title: 'Created', cell: (tenant) => <Time at={tenant.created_at} /> },
];

export function TenantsPage() {
  const { me } = useApp();
  if (can(me.role, 'manage-tenants')) return <TenantList />;
  return (
    <>
      <PageHead title="Tenants" />
      <Empty title="The list of tenants belongs to the operator.">
        <p>
          Yours is at <a href={`/tenants/${me.tenant_id}`}>Organisation</a>.
        </p>
      </Empty>
    </>
  );
}

function TenantList() {
  const { platform } = useApp();
  const [creating, setCreating] = useState(false);
  const pages = usePages<Tenant>(
    (cursor, signal) => listTenants(platform, { cursor, limit: 50 }, signal),
    (tenant) => tenant.tenant_id,
    [platform],
  );
  return (
    <>
      <PageHead title="Tenants">
        <button type="button" class="button primary" onClick={() => setCreating(true)}>
          <Icon name="plus" />
          Create tenant
        </button>
      </PageHead>
      <ListView
        what="tenants"
        pages={pages}
        empty={{ title: 'No tenants yet.', text: <p>Create the first customer of this cell.</p> }}
      >
        {(tenants) => (
          <DataTable
            caption="Tenants of this cell"
            columns={columns}
            rows={tenants}
            keyOf={(tenant) => tenant.tenant_id}
          />
        )}
      </ListView>
      {creating && <CreateTenant onClose={() => setCreating(false)} />}
    </>
  );
}
