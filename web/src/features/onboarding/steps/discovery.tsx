import { useState } from 'preact/hooks';
import { discoverSources, type Proposal, type Template } from '../../../api/datasources.ts';
import { useApp } from '../../../app/app-context.ts';
import { Badge } from '../../../ui/badge.tsx';
import { ActionError } from '../../../ui/states.tsx';
import { useAction } from '../../../ui/use-action.ts';

type Props = { templates: readonly Template[]; chosen: readonly string[]; onChoose(id: string): void };

/** What already arrives or is seen in the connected cloud, proposed with its evidence. */
export function Discovery({ templates, chosen, onChoose }: Props) {
  const { api } = useApp();
  const [found, setFound] = useState<Proposal[] | null>(null);
  const [notes, setNotes] = useState<string[]>([]);
  const look = useAction(async () => {
    const answer = await discoverSources(api);
    setFound(answer.items);
    setNotes(answer.notes);
  });
  return (
    <div class="panel discovery">
      <div class="section-head">
        <p>
          <strong>Not sure what you have?</strong>{' '}
          <span class="muted">
            We look at what already arrives and at the cloud that you connected, and propose sources.
          </span>
        </p>
        <button type="button" class="button" disabled={look.busy} onClick={() => void look.run()}>
          {look.busy ? 'Looking…' : 'Look for sources'}
        </button>
      </div>
      <ActionError error={look.error} />
      <div aria-live="polite">
        {notes.map((note) => (
          <p key={note} class="muted">
            {note}
          </p>
        ))}
        {found?.length === 0 && <p>Nothing was found that you have not connected yet.</p>}
        {found !== null && found.length > 0 && (
          <ul class="proposals">
            {found.map(({ template_id, confidence, evidence, already_connected }) => {
              const name = templates.find((one) => one.template_id === template_id)?.name ?? template_id;
              const ticked = chosen.includes(template_id);
              return (
                <li key={template_id}>
                  <strong>{name}</strong> <Badge>{Math.round(confidence * 100)} % sure</Badge>
                  <span class="muted"> {evidence.join(' ')}</span>{' '}
                  {already_connected ? (
                    <Badge tone="good">Connected</Badge>
                  ) : (
                    <button
                      type="button"
                      class="button small"
                      disabled={ticked}
                      onClick={() => onChoose(template_id)}
                    >
                      {ticked ? 'Chosen' : 'Choose'}
                      <span class="visually-hidden"> {name}</span>
                    </button>
                  )}
                </li>
              );
            })}
          </ul>
        )}
      </div>
    </div>
  );
}
