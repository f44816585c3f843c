import { useState } from 'preact/hooks';
import type { Tenant } from '#shared/schema/tenant.ts';
import { removeTenant, stepTenant } from '../../api/tenants.ts';
import { useApp } from '../../app/app-context.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { useAction } from '../../ui/use-action.ts';

type Step = 'suspend' | 'resume' | 'delete' | 'purge';

/** What may be done to a tenant next. */
const stepsOf: Readonly<Record<Tenant['status'], readonly Step[]>> = {
  provisioning: ['delete'],
  active: ['suspend', 'delete'],
  suspended: ['resume', 'delete'],
  deleted: ['purge'],
  purging: [],
  purged: [],
};

const texts: Readonly<Record<Step, { verb: string; text: string }>> = {
  suspend: {
    verb: 'Suspend',
    text: 'Its data can be read, but nothing can be pushed or changed until it is resumed.',
  },
  resume: { verb: 'Resume', text: 'Events and changes are taken again at once.' },
  delete: { verb: 'Delete', text: 'Nobody of it gets in any more. Its data stays until it is purged.' },
  purge: {
    verb: 'Purge',
    text: 'Everything it has is destroyed: events, alerts, cases and its index. There is no way back.',
  },
};

export function TenantSteps({ tenant, reload }: { tenant: Tenant; reload(): void }) {
  const { platform } = useApp();
  const [asked, setAsked] = useState<Step | null>(null);
  const take = useAction(async (step: Step) => {
    if (step === 'delete') await removeTenant(platform, tenant.tenant_id);
    else await stepTenant(platform, tenant.tenant_id, step);
    setAsked(null);
    reload();
  });
  const hard = asked === 'delete' || asked === 'purge';
  return (
    <>
      {stepsOf[tenant.status].map((step) => (
        <button
          key={step}
          type="button"
          class={step === 'delete' || step === 'purge' ? 'button danger' : 'button'}
          onClick={() => {
            take.clear();
            setAsked(step);
          }}
        >
          {texts[step].verb}
        </button>
      ))}
      {asked && (
        <Confirm
          title={`${texts[asked].verb} ${tenant.organization_name}?`}
          text={texts[asked].text}
          verb={`${texts[asked].verb} tenant`}
          {...(hard ? { typed: tenant.customer_code } : {})}
          busy={take.busy}
          error={take.error}
          onConfirm={() => void take.run(asked)}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}
