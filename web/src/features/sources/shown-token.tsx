import type { IssuedToken } from '../../api/sources.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Scroll } from '../../ui/scroll.tsx';
import { pushExample } from './push-example.ts';

/** The only time that the token is seen. */
export function ShownToken({ issued, onClose }: { issued: IssuedToken; onClose(): void }) {
  if (issued.token === null)
    return (
      <Dialog title="Token created" onClose={onClose}>
        <p>It was shown already and is not stored. Revoke it and create another one.</p>
      </Dialog>
    );
  const example = pushExample(location.origin, issued.token, new Date());
  return (
    <Dialog title="Token created" onClose={onClose}>
      <div class="stack">
        <p>
          <strong>Copy it now.</strong> It is shown this once and can't be read again, not even by us.
        </p>
        <p class="secret">
          <code data-testid="token">{issued.token}</code>
        </p>
        <CopyButton text={issued.token} what="token" />
        <p>Try it:</p>
        <Scroll label="Example">
          <pre class="example">{example}</pre>
        </Scroll>
        <div class="actions">
          <CopyButton text={example} what="command" />
          <button type="button" class="button primary" onClick={onClose}>
            Done
          </button>
        </div>
      </div>
    </Dialog>
  );
}
