import type { ComponentChildren } from 'preact';
import { Dialog } from './dialog.tsx';
import { ActionError } from './states.tsx';
import type { Action } from './use-action.ts';

type Props = {
  title: string;
  /** The word on the button that sends the form. */
  submit: string;
  action: Action<[FormData]>;
  onClose(): void;
  /** What to do about a change that somebody else made meanwhile. */
  reload?: () => void;
  children: ComponentChildren;
};

/** A dialog that is one form: its fields, what went wrong, and the buttons that send it or leave it. */
export function DialogForm({ title, submit, action, onClose, reload, children }: Props) {
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void action.run(new FormData(event.currentTarget));
        }}
      >
        {children}
        <ActionError error={action.error} {...(reload ? { reload } : {})} />
        <div class="actions">
          <button type="submit" class="button primary" disabled={action.busy}>
            {submit}
          </button>
          <button type="button" class="button" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** A field's text without blanks around it; empty where the form has no such field. */
export const textOf = (form: FormData, name: string): string => String(form.get(name) ?? '').trim();
