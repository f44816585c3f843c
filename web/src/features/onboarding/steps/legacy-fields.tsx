import { Field } from '../../../ui/field.tsx';

type Props = {
  workspaceId: string;
  sharedKey: string;
  onWorkspaceId(value: string): void;
  onSharedKey(value: string): void;
};

export const GUID = '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';

/** Workspace id and shared key: still accepted, and said plainly that the key opens nothing any more. */
export function LegacyFields({ workspaceId, sharedKey, onWorkspaceId, onSharedKey }: Props) {
  return (
    <fieldset class="panel fields">
      <legend>Your Sentinel workspace</legend>
      <p class="notice fields-wide">
        <strong>The shared key no longer brings logs in.</strong> Microsoft switched that way (the HTTP Data
        Collector API) off on 14 September 2026. Its successor is the Logs Ingestion API: give the app
        registration below, and Gatehouse sets up the table, the collection rule and the role that it needs.
        The key is kept as a secret if you give it, and used for nothing.
      </p>
      <Field label="Workspace ID" hint="In the Azure portal: Log Analytics workspace, Overview.">
        <input
          value={workspaceId}
          pattern={GUID}
          title="Looks like 00000000-0000-0000-0000-000000000000"
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => onWorkspaceId(event.currentTarget.value.trim())}
        />
      </Field>
      <Field label="Shared key (optional)" hint="Never saved with the wizard; sent once with the setup.">
        <input
          type="password"
          value={sharedKey}
          maxLength={500}
          autocomplete="off"
          onInput={(event) => onSharedKey(event.currentTarget.value)}
        />
      </Field>
    </fieldset>
  );
}
