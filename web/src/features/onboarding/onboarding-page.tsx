import { getWizard } from '../../api/onboarding.ts';
import { useApp } from '../../app/app-context.ts';
import { can } from '../../app/permissions.ts';
import { usePlace } from '../../app/router.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { Empty, Failure, Loading } from '../../ui/states.tsx';
import { useResource } from '../../ui/use-resource.ts';
import { ChooseCustomer } from './choose-customer.tsx';
import { Wizard } from './wizard.tsx';

/** The wizard of the own organisation, or for the operator that of the chosen or of a new customer. */
export function OnboardingPage() {
  const { me, tenantId } = useApp();
  const { search } = usePlace();
  const asked = new URLSearchParams(search);
  if (!can(me.role, 'manage-sources'))
    return (
      <>
        <PageHead title="Onboarding" />
        <Empty title="Your role does not set up an organisation.">
          <p>Administrators do.</p>
        </Empty>
      </>
    );
  const operator = me.role === 'platform_admin';
  if (operator && asked.has('new'))
    return <Wizard key="new" tenantId={null} start={null} reload={() => {}} />;
  if (tenantId === null || (operator && asked.has('choose'))) return <ChooseCustomer />;
  return <Resumed key={tenantId} tenantId={tenantId} />;
}

function Resumed({ tenantId }: { tenantId: string }) {
  const { api } = useApp();
  const saved = useResource((signal) => getWizard(api, tenantId, signal), [api, tenantId]);
  if (saved.data)
    return (
      <Wizard
        key={`${tenantId}:${saved.data.version}`}
        tenantId={tenantId}
        start={saved.data}
        reload={saved.reload}
      />
    );
  return (
    <>
      <PageHead title="Onboarding" />
      {saved.error ? <Failure error={saved.error} retry={saved.reload} /> : <Loading what="the wizard" />}
    </>
  );
}
