import { useState } from 'preact/hooks';
import { type Connected, connectSource, type Template } from '../../../api/datasources.ts';
import { useApp } from '../../../app/app-context.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { MarkedText } from '../../../ui/marked-text.tsx';
import { Scroll } from '../../../ui/scroll.tsx';
import { ActionError } from '../../../ui/states.tsx';
import { useAction } from '../../../ui/use-action.ts';
import { readSettings, SettingField } from './setting-field.tsx';

type Props = { template: Template; onConnected(sourceId: string): void; onClose(): void };

/** The settings that a template asks for; then, for what is pushed, the token and what to paste where. */
export function ConnectDialog({ template, onConnected, onClose }: Props) {
  const { api } = useApp();
  const [made, setMade] = useState<Connected | null>(null);
  const connect = useAction(async (form: FormData) => {
    const name = String(form.get('source-name') ?? '').trim();
    const settings = readSettings(template.settings, form);
    const answer = await connectSource(api, {
      template_id: template.template_id,
      ...(name ? { name } : {}),
      settings,
    });
    onConnected(answer.datasource.source_id);
    if (answer.token === null && answer.snippets.length === 0) onClose();
    else setMade(answer);
  });
  if (made) return <ConnectedDialog made={made} template={template} onClose={onClose} />;
  return (
    <Dialog title={`Connect ${template.name}`} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void connect.run(new FormData(event.currentTarget));
        }}
      >
        <details>
          <summary>How to set it up</summary>
          <MarkedText text={template.instructions} />
        </details>
        <Field label="Name" hint="What your people call it.">
          <input name="source-name" maxLength={100} autocomplete="off" defaultValue={template.name} />
        </Field>
        {template.settings.map((setting) => (
          <SettingField key={setting.name} setting={setting} />
        ))}
        <ActionError error={connect.error} />
        <div class="actions">
          <button type="submit" class="button primary" disabled={connect.busy}>
            Connect
          </button>
          <button type="button" class="button" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function ConnectedDialog({
  made,
  template,
  onClose,
}: {
  made: Connected;
  template: Template;
  onClose(): void;
}) {
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
          </>
        )}
        <details>
          <summary>How to set it up</summary>
          <MarkedText text={template.instructions} />
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
