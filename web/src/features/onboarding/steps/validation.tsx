import { useState } from 'preact/hooks';
import { type CheckName, getValidation, type Validation, validateTenant } from '../../../api/validation.ts';
import { useApp } from '../../../app/app-context.ts';
import { Icon } from '../../../ui/icon.tsx';
import { ActionError } from '../../../ui/states.tsx';
import { useAction } from '../../../ui/use-action.ts';
import { usePolling } from '../../../ui/use-polling.ts';
import { useResource } from '../../../ui/use-resource.ts';
import { CheckRow } from '../check-row.tsx';
import { StepButtons, StepFrame } from '../step-frame.tsx';
import type { StepProps } from '../wizard.tsx';

const POLL_MS = 700;

export function ValidationStep({ tenantId, wizard }: StepProps) {
  const { api, announce } = useApp();
  // A tenant that was never validated has none yet.
  const before = useResource(
    (signal) => getValidation(api, tenantId, signal).catch(() => null),
    [api, tenantId],
  );
  const [latest, setLatest] = useState<Validation | null>(null);
  const validation = latest ?? before.data;
  const running = validation?.state === 'running';
  const show = (next: Validation) => {
    setLatest(next);
    if (next.state === 'running') return;
    const failed = next.checks.filter(({ state }) => state === 'failed').length;
    announce(failed === 0 ? 'All checks passed.' : `${failed} of ${next.checks.length} checks failed.`);
    if (next.state === 'passed' && !wizard.done.includes(6)) wizard.complete(6);
  };
  const start = useAction(async (check: CheckName | undefined) =>
    show(await validateTenant(api, tenantId, check)),
  );
  usePolling(
    async (signal) => {
      // What does not answer now is asked again at the next beat.
      const next = await getValidation(api, tenantId, signal).catch(() => null);
      if (next !== null && !signal.aborted) show(next);
    },
    running ? POLL_MS : 0,
    [validation?.validation_id],
  );
  const checks = validation?.checks ?? [];
  const ended = checks.filter(({ state }) => state === 'passed' || state === 'failed').length;
  return (
    <StepFrame
      step={6}
      intro="Six checks, one after the other, prove that everything works: events are really sent, followed to the alerts, and removed again."
    >
      <div class="actions">
        <button
          type="button"
          class={validation?.state === 'passed' ? 'button' : 'button primary'}
          disabled={start.busy || running}
          onClick={() => void start.run(undefined)}
        >
          {running ? 'Running…' : validation ? 'Run Validation Suite again' : 'Run Validation Suite'}
        </button>
      </div>
      <ActionError error={start.error} />
      {checks.length > 0 && (
        <label class="run-progress">
          <span>
            {ended} of {checks.length} checks
          </span>
          <progress value={ended} max={checks.length} />
        </label>
      )}
      {checks.length > 0 && (
        <ol class="checks">
          {checks.map((check) => (
            <CheckRow
              key={check.check}
              check={check}
              busy={running || start.busy}
              onRun={() => void start.run(check.check)}
            />
          ))}
        </ol>
      )}
      {validation?.state === 'passed' && (
        <div class="banner-good" role="status">
          <Icon name="check" />
          <p>
            <strong>Everything works.</strong> Your logs arrive, the rules run on them, and alerts come out.
          </p>
          <a class="button primary" href="/dashboards/soc-overview">
            Start Monitoring
          </a>
        </div>
      )}
      <StepButtons back={() => wizard.goTo(5)} />
    </StepFrame>
  );
}
