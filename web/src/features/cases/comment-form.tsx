import { useState } from 'preact/hooks';
import { addComment } from '../../api/cases.ts';
import { useApp } from '../../app/app-context.ts';
import { Field } from '../../ui/field.tsx';
import { ActionError } from '../../ui/states.tsx';
import { useAction } from '../../ui/use-action.ts';

export function CommentForm({ caseId, onAdded }: { caseId: string; onAdded(): void }) {
  const { api, announce } = useApp();
  const [text, setText] = useState('');
  const add = useAction(async () => {
    await addComment(api, caseId, text.trim());
    setText('');
    announce('Comment added');
    onAdded();
  });
  return (
    <form
      class="stack comment-form"
      onSubmit={(event) => {
        event.preventDefault();
        void add.run();
      }}
    >
      <Field label="Comment">
        <textarea
          rows={3}
          required
          maxLength={10_000}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </Field>
      <ActionError error={add.error} />
      <div class="actions">
        <button type="submit" class="button primary" disabled={add.busy || text.trim() === ''}>
          Add comment
        </button>
      </div>
    </form>
  );
}
