import { useState } from 'preact/hooks';
import type { AppError } from '../api/app-error.ts';
import { Dialog } from './dialog.tsx';
import { Field } from './field.tsx';
import { ActionError } from './states.tsx';

type Props = {
  title: string;
  text: string;
  verb: string;
  /** What must be typed first, for what can't be taken back. */
  typed?: string;
  busy: boolean;
  error: AppError | null;
  onConfirm(): void;
  onClose(): void;
};

export function Confirm({ title, text, verb, typed, busy, error, onConfirm, onClose }: Props) {
  const [value, setValue] = useState('');
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          onConfirm();
        }}
      >
        <p>{text}</p>
        {typed && (
          <Field label={`Type ${typed} to confirm`}>
            <input
              value={value}
              autocomplete="off"
              onInput={(event) => setValue(event.currentTarget.value)}
            />
          </Field>
        )}
        <ActionError error={error} />
        <div class="actions">
          <button
            type="submit"
            class="button danger"
            disabled={busy || (typed !== undefined && value !== typed)}
          >
            {verb}
          </button>
          <button type="button" class="button" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}
