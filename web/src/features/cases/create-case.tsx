import type { Case } from '#shared/schema/case.ts';
import { createCase } from '../../api/cases.ts';
import { useApp } from '../../app/app-context.ts';
import { navigate } from '../../app/router.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { words } from '../../ui/format.ts';
import { ActionError } from '../../ui/states.tsx';
import { useAction } from '../../ui/use-action.ts';
import { severities } from './case-choices.ts';

export function CreateCase({ onClose }: { onClose(): void }) {
  const { api } = useApp();
  const create = useAction(async (form: FormData) => {
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const made = await createCase(api, {
      title: text('title'),
      description: text('description'),
      severity: text('severity') as Case['severity'],
    });
    navigate(`/cases/${encodeURIComponent(made.case_id)}`);
  });
  return (
    <Dialog title="Create case" onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void create.run(new FormData(event.currentTarget));
        }}
      >
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
        <ActionError error={create.error} />
        <div class="actions">
          <button type="submit" class="button primary" disabled={create.busy}>
            Create case
          </button>
          <button type="button" class="button" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}
