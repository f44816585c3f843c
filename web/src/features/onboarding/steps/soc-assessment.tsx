import { useEffect, useState } from 'preact/hooks';
import { createTenant, getTenant } from '../../../api/tenants.ts';
import { useApp } from '../../../app/app-context.ts';
import { navigate } from '../../../app/router.ts';
import { Field } from '../../../ui/field.tsx';
import { ActionError } from '../../../ui/states.tsx';
import { useAction } from '../../../ui/use-action.ts';
import { industries, residencies } from '../../tenants/tenant-choices.ts';
import { type PlatformChoice, usesSentinel } from '../answers.ts';
import { Cards } from '../cards.tsx';
import { startWizard } from '../start-wizard.ts';
import { StepFrame } from '../step-frame.tsx';
import type { StepProps } from '../wizard.tsx';
import { AzureFields } from './azure-fields.tsx';
import { CodeField } from './code-field.tsx';
import { LegacyFields } from './legacy-fields.tsx';

type Props = Omit<StepProps, 'tenantId'> & { tenantId: string | null };

const paths = [
  {
    value: 'existing',
    title: 'Existing SOC',
    text: 'You already run Microsoft Sentinel. We connect to it and bring its rules and connectors in. Nothing of yours is changed.',
    icon: 'link',
  },
  {
    value: 'greenfield',
    title: 'Greenfield',
    text: 'You start fresh. We set up everything that you choose below, and check that it works.',
    icon: 'plus',
  },
] as const;

const platforms = [
  { value: 'gatehouse', title: 'Gatehouse alone', text: 'Nothing else to run.' },
  { value: 'sentinel', title: 'Microsoft Sentinel', text: 'In your own Azure subscription.' },
  { value: 'open_source', title: 'Open-source stack', text: 'Graylog, Wazuh and Grafana of the operator.' },
  { value: 'both', title: 'Both', text: 'Sentinel and the open-source stack.' },
] as const;

export function SocAssessmentStep({ tenantId, wizard, secrets, setSecrets }: Props) {
  const { platform, clientFor, chooseTenant } = useApp();
  const { answers, update } = wizard;
  const [code, setCode] = useState<string | null>(tenantId);

  useKnownTenant(tenantId, wizard);
  const next = useAction(async () => {
    if (tenantId !== null) {
      wizard.complete(1);
      await wizard.flush();
      return;
    }
    if (code === null) return;
    const { organization_name, contact_email, industry, data_residency } = answers;
    const described = { organization_name, contact_email, industry, data_residency, retention_days: 90 };
    await createTenant(platform, { customer_code: code, ...described });
    await startWizard(clientFor(code), code, answers);
    chooseTenant(code);
    navigate('/onboarding');
  });

  const path = answers.existing_soc === null ? null : answers.existing_soc ? 'existing' : 'greenfield';
  return (
    <StepFrame
      step={1}
      intro="Tell us where you stand. Everything is kept as you type (secrets are not), so you can leave and go on later on any device."
    >
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void next.run();
        }}
      >
        <Cards
          legend="Where do you start from?"
          name="path"
          large
          options={paths}
          value={path}
          onChange={(value) => update({ existing_soc: value === 'existing' })}
        />
        {path === 'existing' && (
          <LegacyFields
            workspaceId={answers.sentinel_workspace_id}
            sharedKey={secrets.sentinel_shared_key}
            onWorkspaceId={(sentinel_workspace_id) => update({ sentinel_workspace_id })}
            onSharedKey={(sentinel_shared_key) => setSecrets({ ...secrets, sentinel_shared_key })}
          />
        )}
        {path === 'greenfield' && (
          <Cards
            legend="What shall your logs be worked on with?"
            name="platform"
            options={platforms}
            value={answers.platform}
            onChange={(value) => update({ platform: value as PlatformChoice })}
          />
        )}
        {path !== null && usesSentinel(answers) && (
          <AzureFields
            azure={answers.azure}
            secret={secrets.client_secret}
            existing={path === 'existing'}
            onAzure={(azure) => update({ azure })}
            onSecret={(client_secret) => setSecrets({ ...secrets, client_secret })}
          />
        )}
        <fieldset class="panel fields">
          <legend>Your organisation</legend>
          <Field label="Organisation name">
            <input
              required
              maxLength={200}
              autocomplete="organization"
              value={answers.organization_name}
              onInput={(event) => update({ organization_name: event.currentTarget.value })}
            />
          </Field>
          <Field label="Contact e-mail" hint="Who is told when something needs a person.">
            <input
              required
              type="email"
              autocomplete="email"
              value={answers.contact_email}
              onInput={(event) => update({ contact_email: event.currentTarget.value })}
            />
          </Field>
          <Field label="Industry">
            <select
              value={answers.industry}
              onChange={(event) => update({ industry: event.currentTarget.value as typeof answers.industry })}
            >
              {industries.map((industry) => (
                <option key={industry}>{industry}</option>
              ))}
            </select>
          </Field>
          {tenantId === null && (
            <Field
              label="Where data may live"
              hint="A cell refuses customers whose data may not live in its region."
            >
              <select
                value={answers.data_residency}
                onChange={(event) =>
                  update({ data_residency: event.currentTarget.value as typeof answers.data_residency })
                }
              >
                {residencies.map(([value, title]) => (
                  <option key={value} value={value}>
                    {title}
                  </option>
                ))}
              </select>
            </Field>
          )}
          <CodeField fixed={tenantId} organization={answers.organization_name} onCode={setCode} />
        </fieldset>
        <ActionError error={next.error} />
        <div class="step-buttons">
          {path === null && <span class="muted">Choose one of the two cards first.</span>}
          <button type="submit" class="button primary" disabled={path === null || code === null || next.busy}>
            Save and continue
          </button>
        </div>
      </form>
    </StepFrame>
  );
}

/** Of a customer that exists already, its own record fills what was not answered yet. */
function useKnownTenant(tenantId: string | null, wizard: Props['wizard']): void {
  const { platform } = useApp();
  useEffect(() => {
    if (tenantId === null || wizard.answers.organization_name !== '') return;
    const abort = new AbortController();
    getTenant(platform, tenantId, abort.signal).then(
      ({ organization_name, contact_email, industry, data_residency }) =>
        abort.signal.aborted || wizard.update({ organization_name, contact_email, industry, data_residency }),
      // A customer whose code is known and who has no record yet fills the form by hand.
      () => undefined,
    );
    return () => abort.abort();
  }, [tenantId]);
}
