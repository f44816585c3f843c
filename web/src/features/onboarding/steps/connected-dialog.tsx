import { useState } from 'preact/hooks';
import type { Connected } from '../../../api/datasources.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { MarkedText } from '../../../ui/marked-text.tsx';
import { Scroll } from '../../../ui/scroll.tsx';

/** What a pushed source needs on its other side: the token, and ready configurations with it in place. */
export function ConnectedDialog({ made, onClose }: { made: Connected; onClose(): void }) {
  const [first] = made.snippets;
  const [shipper, setShipper] = useState(first?.shipper ?? '');
  const snippet = made.snippets.find((one) => one.shipper === shipper) ?? first;
  return (
    <Dialog title={`${made.datasource.name} is connected`} onClose={onClose}>
      <div class="stack">
        {made.token !== null && (
          <>
            <p>
              <strong>Copy the token now.</strong> It is shown this once and can't be read again, not even by
              us.
            </p>
            <p class="secret">
              <code data-testid="token">{made.token}</code>
            </p>
            <CopyButton text={made.token} what="token" />
          </>
        )}
        {snippet && (
          <>
            <Field label="What sends the events?">
              <select value={snippet.shipper} onChange={(event) => setShipper(event.currentTarget.value)}>
                {made.snippets.map((one) => (
                  <option key={one.shipper} value={one.shipper}>
                    {one.title}
                  </option>
                ))}
              </select>
            </Field>
            <Scroll label="Configuration to paste">
              <pre class="example">{snippet.text}</pre>
            </Scroll>
            <CopyButton text={snippet.text} what="configuration" />
            <p class="muted">
              Belongs into <code>{snippet.file}</code>. {snippet.notes.join(' ')}
            </p>
          </>
        )}
        <details open={made.snippets.length === 0}>
          <summary>How to set it up</summary>
          <MarkedText text={made.instructions} />
        </details>
        <p>Then test it: with a test event that we send, or by waiting for the source's own first one.</p>
        <div class="actions">
          <button type="button" class="button primary" onClick={onClose}>
            Done
          </button>
        </div>
      </div>
    </Dialog>
  );
}
