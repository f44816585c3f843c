import type { Case } from '#shared/schema/case.ts';
import { changeCase } from '../../api/cases.ts';
import { useApp } from '../../app/app-context.ts';
import { can } from '../../app/permissions.ts';
import { DialogForm, textOf } from '../../ui/dialog-form.tsx';
import { Field } from '../../ui/field.tsx';
import { useAction } from '../../ui/use-action.ts';

type Props = {
  item: Case;
  open: boolean;
  setOpen(open: boolean): void;
  onChanged(item: Case): void;
  reload(): void;
};

export function CaseTitle({ item, open, setOpen, onChanged, reload }: Props) {
  const { api, me, announce } = useApp();
  const save = useAction(async (form: FormData) => {
    const title = textOf(form, 'title');
    const description = textOf(form, 'description');
    onChanged(await changeCase(api, item, { title, description }));
    setOpen(false);
    announce('Case saved');
  });
  const again = () => {
    setOpen(false);
    save.clear();
    reload();
  };
  if (!can(me.role, 'work')) return null;
  return (
    <>
      <button type="button" class="button" onClick={() => setOpen(true)}>
        Edit title
      </button>
      {open && (
        <DialogForm
          title="Edit case"
          submit="Save"
          action={save}
          onClose={() => setOpen(false)}
          reload={again}
        >
          <Field label="Title">
            <input name="title" required maxLength={300} defaultValue={item.title} autocomplete="off" />
          </Field>
          <Field label="Description">
            <textarea name="description" rows={6} maxLength={10_000} defaultValue={item.description} />
          </Field>
        </DialogForm>
      )}
    </>
  );
}
