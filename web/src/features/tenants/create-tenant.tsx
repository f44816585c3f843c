import type { Tenant } from '#shared/schema/tenant.ts';
import { createTenant } from '../../api/tenants.ts';
import { useApp } from '../../app/app-context.ts';
import { navigate } from '../../app/router.ts';
import { DialogForm, textOf } from '../../ui/dialog-form.tsx';
import { Field } from '../../ui/field.tsx';
import { useAction } from '../../ui/use-action.ts';
import { industries, residencies } from './tenant-choices.ts';

export function CreateTenant({ onClose }: { onClose(): void }) {
  const { platform } = useApp();
  const create = useAction(async (form: FormData) => {
    const text = (name: string) => textOf(form, name);
    const made = await createTenant(platform, {
      customer_code: text('customer_code'),
      organization_name: text('organization_name'),
      contact_email: text('contact_email'),
      industry: text('industry') as Tenant['industry'],
      data_residency: text('data_residency') as Tenant['data_residency'],
      retention_days: Number(text('retention_days')),
    });
    navigate(`/tenants/${made.tenant_id}`);
  });
  return (
    <DialogForm title="Create tenant" submit="Create tenant" action={create} onClose={onClose}>
      <Field label="Organisation">
        <input name="organization_name" required maxLength={200} autocomplete="off" />
      </Field>
      <Field
        label="Customer code"
        hint="2 to 16 characters of a–z, 0–9 and “-”. Used in every name, so it can never be changed."
      >
        <input
          name="customer_code"
          required
          pattern="[a-z]([a-z0-9\-]{0,14}[a-z0-9])"
          title="2 to 16 characters of a-z, 0-9 and “-”, starting with a letter and not ending with “-”"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
        />
      </Field>
      <Field label="Contact e-mail">
        <input name="contact_email" type="email" required autocomplete="off" />
      </Field>
      <Field label="Industry">
        <select name="industry">
          {industries.map((industry) => (
            <option key={industry}>{industry}</option>
          ))}
        </select>
      </Field>
      <Field label="Data residency" hint="A cell refuses tenants whose data may not live in its region.">
        <select name="data_residency">
          {residencies.map(([code, title]) => (
            <option key={code} value={code}>
              {title}
            </option>
          ))}
        </select>
      </Field>
      <Field label="Retention in days">
        <input name="retention_days" type="number" min={1} max={3650} defaultValue="90" required />
      </Field>
    </DialogForm>
  );
}
