import { useState } from 'preact/hooks';
import { type Connected, connectSource, type Template } from '../../../api/datasources.ts';
import { useApp } from '../../../app/app-context.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { MarkedText } from '../../../ui/marked-text.tsx';
import { ActionError } from '../../../ui/states.tsx';
import { useAction } from '../../../ui/use-action.ts';
import { ConnectedDialog } from './connected-dialog.tsx';
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
      base_url: location.origin,
    });
    onConnected(answer.datasource.source_id);
    if (answer.token === null && answer.snippets.length === 0) onClose();
    else setMade(answer);
  });
  if (made) return <ConnectedDialog made={made} onClose={onClose} />;
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
