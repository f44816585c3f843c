import type { IssuedToken } from '../../api/sources.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Scroll } from '../../ui/scroll.tsx';

/** A curl that works as pasted, with the token in it. */
export function pushExample(origin: string, token: string): string {
  return [
    `curl -X POST ${origin}/v1/ingest/events`,
    `  -H 'Authorization: Bearer ${token}'`,
    `  -H 'Content-Type: application/json'`,
    `  -d '{"@timestamp":"${new Date().toISOString()}","event":{"category":["authentication"],"outcome":"failure","action":"login"},"user":{"name":"alice"},"source":{"ip":"203.0.113.7"},"host":{"name":"vpn-1"}}'`,
  ].join(' \\\n');
}

/** The only time that the token is seen. */
export function ShownToken({ issued, onClose }: { issued: IssuedToken; onClose(): void }) {
  if (issued.token === null)
    return (
      <Dialog title="Token created" onClose={onClose}>
        <p>It was shown already and is not stored. Revoke it and create another one.</p>
      </Dialog>
    );
  const example = pushExample(location.origin, issued.token);
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
