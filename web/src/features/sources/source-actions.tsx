import { useState } from 'preact/hooks';
import type { Source } from '#shared/schema/source.ts';
import { changeSource, removeSource } from '../../api/sources.ts';
import { useApp } from '../../app/app-context.ts';
import { navigate } from '../../app/router.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { ActionError } from '../../ui/states.tsx';
import { useAction } from '../../ui/use-action.ts';

type Props = { source: Source; onChanged(source: Source): void; reload(): void };

export function SourceActions({ source, onChanged, reload }: Props) {
  const { api } = useApp();
  const [deleting, setDeleting] = useState(false);
  const next = source.status === 'active' ? 'disabled' : 'active';
  const toggle = useAction(async () => onChanged(await changeSource(api, source, { status: next })));
  const remove = useAction(async () => {
    await removeSource(api, source.source_id);
    navigate('/sources');
  });
  return (
    <>
      <button type="button" class="button" disabled={toggle.busy} onClick={() => void toggle.run()}>
        {next === 'disabled' ? 'Disable' : 'Enable'}
      </button>
      <button type="button" class="button danger" onClick={() => setDeleting(true)}>
        Delete
      </button>
      <ActionError error={toggle.error} reload={reload} />
      {deleting && (
        <Confirm
          title={`Delete ${source.name}?`}
          text="Its tokens stop working at once. The events it has sent stay."
          verb="Delete source"
          busy={remove.busy}
          error={remove.error}
          onConfirm={() => void remove.run()}
          onClose={() => setDeleting(false)}
        />
      )}
    </>
  );
}
