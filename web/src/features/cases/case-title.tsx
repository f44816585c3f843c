import type { Case } from '#shared/schema/case.ts';
import { changeCase } from '../../api/cases.ts';
import { useApp } from '../../app/app-context.ts';
import { can } from '../../app/permissions.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { ActionError } from '../../ui/states.tsx';
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
    const title = String(form.get('title')).trim();
    const description = String(form.get('description')).trim();
    onChanged(await changeCase(api, item, { title, description }));
    setOpen(false);
    announce('Case saved');
  });
  if (!can(me.role, 'work')) return null;
  return (
    <>
      <button type="button" class="button" onClick={() => setOpen(true)}>
        Edit title
      </button>
      {open && (
        <Dialog title="Edit case" onClose={() => setOpen(false)}>
          <form
            class="stack"
            onSubmit={(event) => {
              event.preventDefault();
              void save.run(new FormData(event.currentTarget));
            }}
          >
            <Field label="Title">
              <input name="title" required maxLength={300} defaultValue={item.title} autocomplete="off" />
            </Field>
            <Field label="Description">
              <textarea name="description" rows={6} maxLength={10_000} defaultValue={item.description} />
            </Field>
            <ActionError
              error={save.error}
              reload={() => {
                setOpen(false);
                save.clear();
                reload();
              }}
            />
            <div class="actions">
              <button type="submit" class="button primary" disabled={save.busy}>
                Save
              </button>
              <button type="button" class="button" onClick={() => setOpen(false)}>
                Cancel
              </button>
            </div>
          </form>
        </Dialog>
      )}
    </>
  );
}
