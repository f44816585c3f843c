import { useState } from 'preact/hooks';
import type { Tenant } from '#shared/schema/tenant.ts';
import { changeTenant, type TenantChange } from '../../api/tenants.ts';
import { useApp } from '../../app/app-context.ts';
import { can } from '../../app/permissions.ts';
import { DialogForm, textOf } from '../../ui/dialog-form.tsx';
import { Field } from '../../ui/field.tsx';
import { useAction } from '../../ui/use-action.ts';

type Props = { tenant: Tenant; onChanged(tenant: Tenant): void; reload(): void };

export function EditTenant({ tenant, onChanged, reload }: Props) {
  const { platform, me, announce } = useApp();
  const [open, setOpen] = useState(false);
  const operator = can(me.role, 'manage-tenants');
  const save = useAction(async (form: FormData) => {
    const number = (name: string) => Number(form.get(name));
    const change: TenantChange = {
      organization_name: textOf(form, 'organization_name'),
      contact_email: textOf(form, 'contact_email'),
      ...(operator && {
        retention_days: number('retention_days'),
        limits: {
          events_per_second: number('events_per_second'),
          burst_seconds: number('burst_seconds'),
          requests_per_second: number('requests_per_second'),
        },
      }),
    };
    onChanged(await changeTenant(platform, tenant, change));
    setOpen(false);
    announce('Tenant saved');
  });
  const again = () => {
    setOpen(false);
    save.clear();
    reload();
  };
  return (
    <>
      <button type="button" class="button" onClick={() => setOpen(true)}>
        Edit
      </button>
      {open && (
        <DialogForm
          title={`Edit ${tenant.organization_name}`}
          submit="Save"
          action={save}
          onClose={() => setOpen(false)}
          reload={again}
        >
          <Field label="Organisation">
            <input
              name="organization_name"
              required
              maxLength={200}
              defaultValue={tenant.organization_name}
            />
          </Field>
          <Field label="Contact e-mail">
            <input name="contact_email" type="email" required defaultValue={tenant.contact_email} />
          </Field>
          {operator && <OperatorFields tenant={tenant} />}
        </DialogForm>
      )}
    </>
  );
}

function OperatorFields({ tenant }: { tenant: Tenant }) {
  const fields = [
    ['retention_days', 'Retention in days', tenant.retention_days, 3650],
    ['events_per_second', 'Events a second', tenant.limits.events_per_second, 100_000],
    ['burst_seconds', 'Burst in seconds', tenant.limits.burst_seconds, 300],
    ['requests_per_second', 'API requests a second', tenant.limits.requests_per_second, 1_000],
  ] as const;
  return (
    <>
      {fields.map(([name, label, value, max]) => (
        <Field key={name} label={label}>
          <input name={name} type="number" min={1} max={max} required defaultValue={String(value)} />
        </Field>
      ))}
    </>
  );
}
