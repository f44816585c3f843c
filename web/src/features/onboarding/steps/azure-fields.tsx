import { Field } from '../../../ui/field.tsx';
import type { Answers, AzureName } from '../answers.ts';
import { GUID } from './legacy-fields.tsx';

type Props = {
  azure: Answers['azure'];
  secret: string;
  existing: boolean;
  onAzure(azure: Answers['azure']): void;
  onSecret(secret: string): void;
};

const guid = { pattern: GUID, title: 'Looks like 00000000-0000-0000-0000-000000000000' };

const fields: readonly {
  name: AzureName;
  label: string;
  hint: string;
  rule: { pattern: string; title: string };
}[] = [
  {
    name: 'azure_tenant_id',
    label: 'Azure tenant ID',
    hint: 'Entra ID, Overview: “Tenant ID”.',
    rule: guid,
  },
  {
    name: 'client_id',
    label: 'Application (client) ID',
    hint: 'Entra ID, App registrations, your app.',
    rule: guid,
  },
  {
    name: 'subscription_id',
    label: 'Subscription ID',
    hint: 'Subscriptions, the one to use.',
    rule: guid,
  },
  {
    name: 'resource_group',
    label: 'Resource group',
    hint: 'The group that the workspace is in.',
    rule: { pattern: '[A-Za-z0-9._\\(\\)\\-]{1,90}', title: 'Up to 90 letters, digits and . _ ( ) -' },
  },
  {
    name: 'workspace_name',
    label: 'Workspace name',
    hint: 'The Log Analytics workspace of Sentinel.',
    rule: {
      pattern: '[A-Za-z0-9][A-Za-z0-9\\-]{2,61}[A-Za-z0-9]',
      title: '4 to 63 letters, digits and -, a letter or digit first and last',
    },
  },
  {
    name: 'location',
    label: 'Azure region',
    hint: 'In short, such as westeurope.',
    rule: { pattern: '[a-z0-9]{2,40}', title: 'Lower-case letters and digits, such as westeurope' },
  },
];

export function AzureFields({ azure, secret, existing, onAzure, onSecret }: Props) {
  return (
    <fieldset class="panel fields">
      <legend>App registration and workspace in Azure</legend>
      <p class="fields-wide muted">
        {existing
          ? 'Gatehouse reads your workspace through this app registration. It needs the role Microsoft Sentinel Contributor on the workspace.'
          : 'Gatehouse makes what is missing through this app registration. It needs the role Contributor on the resource group or the subscription.'}
      </p>
      {fields.map(({ name, label, hint, rule }) => (
        <Field key={name} label={label} hint={hint}>
          <input
            required
            {...rule}
            value={azure[name]}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            onInput={(event) => onAzure({ ...azure, [name]: event.currentTarget.value.trim() })}
          />
        </Field>
      ))}
      <Field
        label="Client secret"
        hint="The secret's value. Never saved with the wizard; kept in the secret store when the setup starts. Leave it empty if you gave it before."
      >
        <input
          type="password"
          value={secret}
          maxLength={500}
          autocomplete="off"
          onInput={(event) => onSecret(event.currentTarget.value)}
        />
      </Field>
    </fieldset>
  );
}
