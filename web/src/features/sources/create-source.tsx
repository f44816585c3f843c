import type { Source } from '#shared/schema/source.ts';
import { createSource } from '../../api/sources.ts';
import { useApp } from '../../app/app-context.ts';
import { navigate } from '../../app/router.ts';
import { DialogForm, textOf } from '../../ui/dialog-form.tsx';
import { Field } from '../../ui/field.tsx';
import { words } from '../../ui/format.ts';
import { useAction } from '../../ui/use-action.ts';
import { sourceTypes } from './source-choices.ts';

export function CreateSource({ onClose }: { onClose(): void }) {
  const { api } = useApp();
  const create = useAction(async (form: FormData) => {
    const text = (name: string) => textOf(form, name);
    const made = await createSource(api, {
      name: text('name'),
      source_type: text('source_type') as Source['source_type'],
      connector: text('connector') || 'auto',
    });
    navigate(`/sources/${encodeURIComponent(made.source_id)}`);
  });
  return (
    <DialogForm title="Create source" submit="Create source" action={create} onClose={onClose}>
      <Field label="Name" hint="What your people call it, such as “Office firewall”.">
        <input name="name" required maxLength={100} autocomplete="off" />
      </Field>
      <Field label="Type">
        <select name="source_type">
          {sourceTypes.map((type) => (
            <option key={type} value={type}>
              {words(type)}
            </option>
          ))}
        </select>
      </Field>
      <Field label="Connector" hint="Which connector reads its events. “auto” tells by their shape.">
        <input name="connector" defaultValue="auto" autocomplete="off" spellcheck={false} />
      </Field>
    </DialogForm>
  );
}
