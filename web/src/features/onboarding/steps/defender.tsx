import { useState } from 'preact/hooks';
import { type Capability, configureDefender, getDefender } from '../../../api/microsoft.ts';
import { useApp } from '../../../app/app-context.ts';
import { Field } from '../../../ui/field.tsx';
import { ActionError, Failure } from '../../../ui/states.tsx';
import { useAction } from '../../../ui/use-action.ts';
import { useResource } from '../../../ui/use-resource.ts';
import { CapabilityList } from '../capability-list.tsx';
import { RunView } from '../run-view.tsx';
import { StepButtons, StepFrame } from '../step-frame.tsx';
import { useRun, working } from '../use-run.ts';
import type { StepProps } from '../wizard.tsx';
import { GUID } from './legacy-fields.tsx';

const guid = { pattern: GUID, title: 'Looks like 00000000-0000-0000-0000-000000000000' };

const fixed = [
  ['Automated Investigation', 'Always selected.'],
  ['Attack Surface Reduction (ASR)', 'Always selected; it only watches at first, and blocks nothing.'],
] as const;

export function DefenderStep({ tenantId, wizard }: StepProps) {
  const { api } = useApp();
  const { answers } = wizard;
  const own = answers.defender;
  const azureTenant = own.azure_tenant_id || answers.azure.azure_tenant_id;
  const client = own.client_id || answers.azure.client_id;
  const [secret, setSecret] = useState('');
  const [told, setTold] = useState<Capability[] | null>(null);
  const status = useRun(tenantId);
  const busy = status.run !== null && working(status.run);
  const now = useResource((signal) => getDefender(api, signal), [api, busy]);
  const configure = useAction(async () => {
    const { run, capabilities } = await configureDefender(api, {
      azure_tenant_id: azureTenant,
      client_id: client,
      ...(secret ? { client_secret: secret } : {}),
      edr: own.edr,
      atp: own.atp,
      automated_investigation: true,
      asr: true,
      pilot_group: own.pilot_group || null,
    });
    setTold(capabilities);
    status.show(run);
  });
  const change = (patch: Partial<typeof own>) =>
    wizard.update({ defender: { ...own, azure_tenant_id: azureTenant, client_id: client, ...patch } });
  const capabilities = (busy ? null : now.data?.capabilities) ?? told;
  return (
    <StepFrame
      step={5}
      intro="If you have Microsoft Defender, connect it here. We do what its interfaces allow, and say plainly what only you can do in Microsoft's portal. Without Defender, skip this step."
    >
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void configure.run();
        }}
      >
        <fieldset class="panel fields">
          <legend>App registration for Defender</legend>
          <Field label="Azure tenant ID" hint="Entra ID, Overview: “Tenant ID”.">
            <input
              required
              {...guid}
              value={azureTenant}
              autocomplete="off"
              spellcheck={false}
              onInput={(event) => change({ azure_tenant_id: event.currentTarget.value.trim() })}
            />
          </Field>
          <Field label="Application (client) ID" hint="Entra ID, App registrations, your app.">
            <input
              required
              {...guid}
              value={client}
              autocomplete="off"
              spellcheck={false}
              onInput={(event) => change({ client_id: event.currentTarget.value.trim() })}
            />
          </Field>
          <Field label="Client secret" hint="Kept in the secret store. Leave it empty if you gave it before.">
            <input
              type="password"
              maxLength={500}
              value={secret}
              autocomplete="off"
              onInput={(event) => setSecret(event.currentTarget.value)}
            />
          </Field>
          <Field
            label="Pilot group (optional)"
            hint="ID of the Entra ID group whose devices get the policies first. Without one, nobody gets them yet."
          >
            <input
              {...guid}
              value={own.pilot_group}
              autocomplete="off"
              spellcheck={false}
              onInput={(event) => change({ pilot_group: event.currentTarget.value.trim() })}
            />
          </Field>
        </fieldset>
        <fieldset class="panel ticks">
          <legend>What to use</legend>
          <label class="tick">
            <input
              type="checkbox"
              checked={own.edr}
              onChange={(event) => change({ edr: event.currentTarget.checked })}
            />
            <span>
              Endpoint Detection and Response (EDR) <small class="hint">Devices report to Defender.</small>
            </span>
          </label>
          <label class="tick">
            <input
              type="checkbox"
              checked={own.atp}
              onChange={(event) => change({ atp: event.currentTarget.checked })}
            />
            <span>
              Advanced Threat Protection (ATP){' '}
              <small class="hint">Today's name is Defender for Endpoint; its alerts come in here.</small>
            </span>
          </label>
          {fixed.map(([title, hint]) => (
            <label key={title} class="tick">
              <input type="checkbox" checked disabled />
              <span>
                {title} <small class="hint">{hint}</small>
              </span>
            </label>
          ))}
        </fieldset>
        <ActionError error={configure.error} />
        <div class="actions">
          <button type="submit" class="button primary" disabled={configure.busy || busy}>
            {configure.busy || busy ? 'Working…' : 'Connect Defender'}
          </button>
        </div>
      </form>
      {told && status.run && <RunView run={status.run} onChanged={status.show} />}
      {capabilities && <CapabilityList capabilities={capabilities} />}
      {now.error && !told && <Failure error={now.error} retry={now.reload} />}
      <StepButtons
        back={() => wizard.goTo(4)}
        next={() => wizard.complete(5)}
        nextTitle={told ? 'Save and continue' : 'Skip or continue'}
      />
    </StepFrame>
  );
}
