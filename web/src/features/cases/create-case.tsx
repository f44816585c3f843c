import type { Case } from '#shared/schema/case.ts';
import { createCase } from '../../api/cases.ts';
import { useApp } from '../../app/app-context.ts';
import { navigate } from '../../app/router.ts';
import { DialogForm, textOf } from '../../ui/dialog-form.tsx';
import { Field } from '../../ui/field.tsx';
import { words } from '../../ui/format.ts';
import { useAction } from '../../ui/use-action.ts';
import { severities } from './case-choices.ts';

export function CreateCase({ onClose }: { onClose(): void }) {
  const { api } = useApp();
  const create = useAction(async (form: FormData) => {
    const text = (name: string) => textOf(form, name);
    const made = await createCase(api, {
      title: text('title'),
      description: text('description'),
      severity: text('severity') as Case['severity'],
    });
    navigate(`/cases/${encodeURIComponent(made.case_id)}`);
  });
  return (
    <DialogForm title="Create case" submit="Create case" action={create} onClose={onClose}>
      <Field label="Title">
        <input name="title" required maxLength={300} autocomplete="off" />
      </Field>
      <Field label="Severity">
        <select name="severity">
          {severities.map((severity) => (
            <option key={severity} value={severity} selected={severity === 'medium'}>
              {words(severity)}
            </option>
          ))}
        </select>
      </Field>
      <Field label="Description">
        <textarea name="description" rows={4} maxLength={10_000} />
      </Field>
    </DialogForm>
  );
}
