import { getTenant } from '../../api/tenants.ts';
import { useApp } from '../../app/app-context.ts';
import { can } from '../../app/permissions.ts';
import { Facts } from '../../ui/facts.tsx';
import { count } from '../../ui/format.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { Failure, Loading } from '../../ui/states.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { Time } from '../../ui/time.tsx';
import { useResource } from '../../ui/use-resource.ts';
import { EditTenant } from './edit-tenant.tsx';
import { residencyTitle, retentionText } from './tenant-choices.ts';
import { TenantSteps } from './tenant-steps.tsx';

export function TenantPage({ id }: { id: string }) {
  const { platform, me } = useApp();
  const resource = useResource((signal) => getTenant(platform, id, signal), [platform, id]);
  const tenant = resource.data;
  const operator = can(me.role, 'manage-tenants');
  const up = operator ? <a href="/tenants">All tenants</a> : undefined;
  if (!tenant)
    return (
      <>
        <PageHead title={operator ? 'Tenant' : 'Organisation'} sub={up} />
        {resource.error ? (
          <Failure error={resource.error} retry={resource.reload} />
        ) : (
          <Loading what="the tenant" />
        )}
      </>
    );
  return (
    <>
      <PageHead
        title={tenant.organization_name}
        sub={
          <>
            {up} <code>{tenant.customer_code}</code> <StatusChip status={tenant.status} />
          </>
        }
      >
        {can(me.role, 'edit-tenant') && tenant.status === 'active' && (
          <EditTenant tenant={tenant} onChanged={resource.set} reload={resource.reload} />
        )}
        {operator && <TenantSteps tenant={tenant} reload={resource.reload} />}
      </PageHead>
      <section class="panel" aria-label="Facts">
        <Facts
          items={[
            ['Contact', tenant.contact_email],
            ['Industry', tenant.industry],
            ['Data residency', residencyTitle(tenant.data_residency)],
            ['Retention', retentionText(tenant)],
            ['Created', <Time key="created" at={tenant.created_at} />],
            ['Changed', <Time key="changed" at={tenant.updated_at} />],
            ...(tenant.deleted_at
              ? [['Deleted', <Time key="deleted" at={tenant.deleted_at} />] as const]
              : []),
          ]}
        />
      </section>
      <section aria-labelledby="limits">
        <h2 id="limits">Limits</h2>
        <div class="figures">
          <Limit name="Events a second" value={tenant.limits.events_per_second} note="averaged" />
          <Limit name="Burst" value={tenant.limits.burst_seconds} note="seconds' worth at once" />
          <Limit
            name="API requests a second"
            value={tenant.limits.requests_per_second}
            note="all users together"
          />
        </div>
      </section>
    </>
  );
}

function Limit({ name, value, note }: { name: string; value: number; note: string }) {
  return (
    <div class="figure">
      <span class="figure-name">{name}</span>
      <span class="figure-value">{count(value)}</span>
      <span class="muted">{note}</span>
    </div>
  );
}
