import { Field } from '../../ui/field.tsx';
import { ActionError } from '../../ui/states.tsx';
import { PreviewedEventView } from './previewed-event.tsx';
import type { Previewed } from './use-preview.ts';

type Props = {
  raw: string;
  previewed: Previewed;
  /** Absent where the connector takes no mapping. */
  onMap?: ((field: string) => void) | undefined;
  onRaw(raw: string): void;
};

/** A sample, and what the draft makes of it. */
export function TryIt({ raw, previewed: { preview, error, busy }, onMap, onRaw }: Props) {
  const events = preview?.events ?? [];
  const empty = raw.trim() === '';
  return (
    <section class="panel" aria-labelledby="try-it" aria-busy={busy}>
      <h2 id="try-it">Try it</h2>
      <Field label="Sample event" hint="As the source sends it. Nothing is stored, and nothing is sent on.">
        <textarea
          class="sample"
          rows={5}
          maxLength={64_000}
          spellcheck={false}
          value={raw}
          onInput={(event) => onRaw(event.currentTarget.value)}
        />
      </Field>
      <ActionError error={error} />
      <div class="stack" aria-live="polite">
        {empty && <p class="muted">Paste one to see what these settings make of it.</p>}
        {!empty && preview !== null && preview.issues.length > 0 && (
          <p class="reason">The settings above have a problem: mend it to see the event.</p>
        )}
        {preview?.reason && <p class="reason">No event can be read from it: {preview.reason}</p>}
        {events.length > 1 && <p>The sample holds {events.length} events.</p>}
        {events.map((event, index) => (
          <PreviewedEventView key={index} event={event} onMap={onMap} />
        ))}
      </div>
    </section>
  );
}
