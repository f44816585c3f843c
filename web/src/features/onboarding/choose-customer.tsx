import { listTenants } from '../../api/tenants.ts';
import { useApp } from '../../app/app-context.ts';
import { navigate } from '../../app/router.ts';
import { Icon } from '../../ui/icon.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Failure, Loading } from '../../ui/states.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { useResource } from '../../ui/use-resource.ts';

const open: readonly string[] = ['provisioning', 'active', 'suspended'];

/** The operator onboards any customer: an existing one from where it was left, or a new one. */
export function ChooseCustomer() {
  const { platform, chooseTenant } = useApp();
  const tenants = useResource((signal) => listTenants(platform, { limit: 200 }, signal), [platform]);
  const items = tenants.data?.items.filter(({ status }) => open.includes(status)) ?? [];
  return (
    <>
      <PageHead title="Onboarding" sub={<span class="muted">Whom do you set up?</span>}>
        <a class="button primary" href="/onboarding?new=1">
          <Icon name="plus" />
          New customer
        </a>
      </PageHead>
      {tenants.data === null &&
        (tenants.error ? (
          <Failure error={tenants.error} retry={tenants.reload} />
        ) : (
          <Loading what="the customers" />
        ))}
      <ul class="choose-list">
        {items.map((tenant) => (
          <li key={tenant.tenant_id}>
            <button
              type="button"
              class="choose"
              onClick={() => {
                chooseTenant(tenant.tenant_id);
                navigate('/onboarding');
              }}
            >
              <strong>{tenant.organization_name}</strong>
              <code>{tenant.customer_code}</code>
              <StatusChip status={tenant.status} />
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
