import { useState } from 'preact/hooks';
import type { Source } from '#shared/schema/source.ts';
import { getSettingsForm, type SettingsForm } from '../../api/source-reading.ts';
import { changeSource, getSource } from '../../api/sources.ts';
import { useApp } from '../../app/app-context.ts';
import { can } from '../../app/permissions.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { ActionError } from '../../ui/states.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useResource } from '../../ui/use-resource.ts';
import { MappingEditor, nextId } from './mapping-editor.tsx';
import { draftOf, newRow, problemsOf, type ReadingDraft, readingOf } from './reading-draft.ts';
import { ReadingSettings } from './reading-settings.tsx';
import { TryIt } from './try-it.tsx';
import { usePreview } from './use-preview.ts';

type Props = { source: Source; onSaved(source: Source): void };

const draftOfSource = ({ connector, settings }: Source): ReadingDraft =>
  draftOf({ connector, values: settings });

export function ReadingEditor({ source, onSaved }: Props) {
  const { api, me, announce } = useApp();
  const [draft, setDraft] = useState(() => draftOfSource(source));
  const [raw, setRaw] = useState('');
  const form = useResource(
    (signal) => getSettingsForm(api, source.source_id, draft.connector, signal),
    [api, source.source_id, draft.connector],
  );
  const edit = can(me.role, 'manage-sources');
  const reading = form.data === null ? null : readingOf(draft, form.data);
  const previewed = usePreview(api, source.source_id, edit ? reading : null, raw);
  const save = useAction(async () => {
    if (reading === null) return;
    onSaved(await changeSource(api, source, reading));
    announce('Saved.');
  });
  const reload = useAction(async () => {
    const fresh = await getSource(api, source.source_id);
    onSaved(fresh);
    setDraft(draftOfSource(fresh));
    save.clear();
  });
  const change = (patch: Partial<ReadingDraft>) => setDraft((now) => ({ ...now, ...patch }));
  const problems = problemsOf(previewed.preview?.issues ?? [], draft.rows);
  const fields = previewed.preview?.events.flatMap((event) => event.unmapped.map(({ name }) => name)) ?? [];
  const map = (field: string) =>
    setDraft((now) => ({ ...now, rows: [...now.rows, newRow(nextId(now.rows), field)] }));

  const parts = (shown: SettingsForm) => (
    <fieldset class="reading" disabled={!edit}>
      <legend class="visually-hidden">How the events are read</legend>
      <ReadingSettings
        form={shown}
        draft={draft}
        problems={problems.settings}
        onConnector={(connector) => change({ connector })}
        onText={(name, text) => change({ texts: { ...draft.texts, [name]: text } })}
      />
      {shown.mapping !== null && (
        <MappingEditor
          vocabulary={shown.mapping}
          rows={draft.rows}
          problems={problems.rows}
          wholeProblems={problems.settings.get('mapping') ?? []}
          fields={[...new Set(fields)]}
          onRows={(rows) => change({ rows })}
        />
      )}
      {edit && (
        <TryIt
          raw={raw}
          previewed={previewed}
          onMap={shown.mapping === null ? undefined : map}
          onRaw={setRaw}
        />
      )}
    </fieldset>
  );
  const saved = form.data === null ? null : readingOf(draftOfSource(source), form.data);
  const changed = JSON.stringify(reading) !== JSON.stringify(saved);
  return (
    <>
      <Loaded what="the settings" of={form}>
        {parts}
      </Loaded>
      {edit && (
        <div class="actions">
          <button
            type="button"
            class="button primary"
            disabled={save.busy || !changed}
            onClick={() => void save.run()}
          >
            Save
          </button>
          <span class="muted">
            {changed
              ? 'Not saved yet.'
              : 'Saved. A change reaches new events within seconds; what failed before can be replayed.'}
          </span>
          <ActionError error={reload.error ?? save.error} reload={() => void reload.run()} />
        </div>
      )}
    </>
  );
}
