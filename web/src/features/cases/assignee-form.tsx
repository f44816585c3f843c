import { useEffect, useState } from 'preact/hooks';
import { useApp } from '../../app/app-context.ts';
import { Field } from '../../ui/field.tsx';

type Props = { assignee: string | null; disabled: boolean; onAssign(assignee: string | null): void };

export function AssigneeForm({ assignee, disabled, onAssign }: Props) {
  const { me } = useApp();
  const [text, setText] = useState(assignee ?? '');
  useEffect(() => setText(assignee ?? ''), [assignee]);
  const changed = text.trim() !== (assignee ?? '');
  return (
    <form
      class="assignee"
      onSubmit={(event) => {
        event.preventDefault();
        if (changed) onAssign(text.trim() || null);
      }}
    >
      <Field label="Assignee">
        <input
          value={text}
          disabled={disabled}
          placeholder="nobody"
          autocomplete="off"
          maxLength={200}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </Field>
      {changed && (
        <button type="submit" class="button small" disabled={disabled}>
          Assign
        </button>
      )}
      {!changed && assignee !== me.email && !disabled && (
        <button type="button" class="button small" onClick={() => onAssign(me.email)}>
          Assign to me
        </button>
      )}
    </form>
  );
}
