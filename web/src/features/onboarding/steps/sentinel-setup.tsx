import { useState } from 'preact/hooks';
import { planTenant, setUpTenant } from '../../../api/onboarding.ts';
import { useApp } from '../../../app/app-context.ts';
import { Facts } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { ActionError, Failure, Loading } from '../../../ui/states.tsx';
import { useAction } from '../../../ui/use-action.ts';
import { setupBodyOf, usesSentinel } from '../answers.ts';
import { FindingList } from '../finding-list.tsx';
import { PlanView } from '../plan-view.tsx';
import { RunView } from '../run-view.tsx';
import { StepButtons, StepFrame } from '../step-frame.tsx';
import { useRun } from '../use-run.ts';
import type { StepProps } from '../wizard.tsx';
import { SetupSummary } from './setup-summary.tsx';
import { WorkbookList } from './workbook-list.tsx';

/** Runs after which the same tenant may be set up again. */
const over = ['done', 'undone', 'refused', 'failed', 'stopped'];

export function SentinelStep({ tenantId, wizard, secrets, setSecrets }: StepProps) {
  const { api, announce } = useApp();
  const { answers } = wizard;
  const status = useRun(tenantId);
  const [notices, setNotices] = useState<string[]>([]);
  const sentinel = usesSentinel(answers);
  const body = () => setupBodyOf(answers, secrets);
  const plan = useAction(async () => setPlanned(await planTenant(api, body())));
  const [planned, setPlanned] = useState<Awaited<ReturnType<typeof planTenant>> | null>(null);
  const start = useAction(async () => {
    const { notices: told, ...run } = await setUpTenant(api, body());
    setNotices(told);
    setPlanned(null);
    status.show(run);
    announce('The setup has started.');
  });

  const run = status.run;
  const again = run === null || over.includes(run.state);
  const ready = run !== null && run.state === 'done';
  return (
    <StepFrame
      step={3}
      intro={
        answers.existing_soc
          ? 'We check the connection to your workspace, then bring its rules and connectors in.'
          : 'First the plan: what would be made, and what is in the way. Nothing is touched before you start.'
      }
    >
      {status.loading && <Loading what="the setup" />}
      {status.error && run === null && <Failure error={status.error} retry={status.reload} />}
      {sentinel && (
        <section class="panel" aria-label="Connection">
          <Facts
            items={[
              ['Workspace', answers.azure.workspace_name || '—'],
              ['Resource group', answers.azure.resource_group || '—'],
              ['Subscription', answers.azure.subscription_id || '—'],
              ['Azure region', answers.azure.location || '—'],
              ['Application', answers.azure.client_id || '—'],
              ['Azure tenant', answers.azure.azure_tenant_id || '—'],
            ]}
          />
          {again && (
            <Field
              label="Client secret"
              hint="Needed once. It is kept in the secret store, so leave it empty if you gave it before."
            >
              <input
                type="password"
                maxLength={500}
                autocomplete="off"
                value={secrets.client_secret}
                onInput={(event) => setSecrets({ ...secrets, client_secret: event.currentTarget.value })}
              />
            </Field>
          )}
        </section>
      )}
      {again && !status.loading && (
        <div class="actions">
          <button type="button" class="button" disabled={plan.busy} onClick={() => void plan.run()}>
            {plan.busy ? 'Looking…' : answers.existing_soc ? 'Check the connection' : 'Show the plan'}
          </button>
          <button
            type="button"
            class={ready ? 'button' : 'button primary'}
            disabled={start.busy || planned?.ok === false}
            onClick={() => void start.run()}
          >
            {run === null ? 'Start' : 'Start again'}
          </button>
          {planned?.ok === false && <span class="muted">Mend what is in the way, then look again.</span>}
        </div>
      )}
      <ActionError error={plan.error} />
      <ActionError error={start.error} />
      {notices.map((notice) => (
        <p key={notice} class="notice" role="status">
          {notice}
        </p>
      ))}
      {planned && (
        <>
          <FindingList findings={planned.findings} />
          <PlanView plan={planned} />
        </>
      )}
      {run && (
        <RunView
          run={run}
          onChanged={(next) => {
            status.show(next);
          }}
        />
      )}
      <WorkbookList
        sentinel={sentinel}
        chosen={answers.workbooks}
        onChosen={(workbooks) => wizard.update({ workbooks })}
        ready={ready}
        onRun={status.show}
        version={run?.state ?? ''}
      />
      <SetupSummary tenantId={tenantId} run={run} />
      <StepButtons
        back={() => wizard.goTo(2)}
        next={() => wizard.complete(3)}
        disabled={!ready}
        hint={ready ? undefined : 'Goes on when the setup is done.'}
      />
    </StepFrame>
  );
}
