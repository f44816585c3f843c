import { useState } from 'preact/hooks';
import { type Run, type RunStep, type RunVerb, steerRun } from '../../api/onboarding.ts';
import { useApp } from '../../app/app-context.ts';
import { Badge } from '../../ui/badge.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { words } from '../../ui/format.ts';
import { ActionError } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { useAction } from '../../ui/use-action.ts';
import { FindingList } from './finding-list.tsx';
import { Mark, type MarkState } from './mark.tsx';
import { systemTitles } from './system-names.ts';
import { working } from './use-run.ts';

const titles: Readonly<Record<Run['state'], string>> = {
  running: 'Setting up…',
  stopping: 'Stopping…',
  stopped: 'Stopped',
  refused: 'Not started: something is in the way',
  failed: 'Something failed',
  done: 'Everything is set up and was read back',
  undoing: 'Undoing…',
  undone: 'Undone',
};

const verbs: Readonly<Record<Run['state'], readonly RunVerb[]>> = {
  running: ['stop'],
  stopping: [],
  stopped: ['retry', 'undo'],
  refused: ['retry'],
  failed: ['retry', 'undo'],
  done: ['undo'],
  undoing: [],
  undone: [],
};

const verbTitles: Readonly<Record<RunVerb, string>> = { stop: 'Stop', retry: 'Try again', undo: 'Undo' };

const undoWords = {
  setup: {
    title: 'Undo the setup?',
    text: 'Everything that this setup made is removed again, in reverse order. What was there before stays as it was.',
    verb: 'Undo the setup',
  },
  part: {
    title: 'Undo this change?',
    text: 'What this run made or changed is taken back. What the setup had made before stays.',
    verb: 'Undo the change',
  },
} as const;

/** A run as it goes: one line per resource with what became of it, and what may be done about it. */
export function RunView({ run, onChanged }: { run: Run; onChanged(run: Run): void }) {
  const { api } = useApp();
  const [undoing, setUndoing] = useState(false);
  const steer = useAction(async (verb: RunVerb) => {
    onChanged(await steerRun(api, run.tenant_id, verb, run.run_id));
    setUndoing(false);
  });
  return (
    <section class="panel run" aria-labelledby="run">
      <div class="section-head">
        <h3 id="run" aria-live="polite" data-testid="run-state" data-state={run.state}>
          {titles[run.state]}
        </h3>
        <div class="actions">
          {verbs[run.state].map((verb) => (
            <button
              key={verb}
              type="button"
              class={verb === 'undo' ? 'button danger' : 'button'}
              disabled={steer.busy}
              onClick={() => (verb === 'undo' ? setUndoing(true) : void steer.run(verb))}
            >
              {verbTitles[verb]}
            </button>
          ))}
        </div>
      </div>
      <label class="run-progress">
        <span>
          {run.done} of {run.total} done
        </span>
        <progress value={run.done} max={Math.max(run.total, 1)} />
      </label>
      {run.state === 'refused' && <FindingList findings={run.findings} />}
      <ol class="marks">
        {run.steps.map((step) => (
          <StepLine key={step.step} step={step} live={working(run)} />
        ))}
      </ol>
      <p class="muted">
        Started by {run.started_by.email ?? run.started_by.id} on <Time at={run.started_at} />
        {run.attempt > 1 && `, attempt ${run.attempt}`}
        {run.ended_at && (
          <>
            , ended <Time at={run.ended_at} />
          </>
        )}
        .
      </p>
      <ActionError error={undoing ? null : steer.error} />
      {undoing && (
        <Confirm
          {...undoWords[run.kind === 'repair' ? 'part' : 'setup']}
          busy={steer.busy}
          error={steer.error}
          onConfirm={() => void steer.run('undo')}
          onClose={() => setUndoing(false)}
        />
      )}
    </section>
  );
}

const marks: Readonly<Record<RunStep['state'], MarkState>> = {
  pending: 'pending',
  running: 'running',
  done: 'done',
  failed: 'failed',
  undone: 'done',
  kept: 'kept',
  needs_operator: 'failed',
};

const outcomes = {
  created: 'Made',
  adopted: 'Was there, is used',
  changed: 'Changed',
  unchanged: 'Was right already',
} as const;

function StepLine({ step, live }: { step: RunStep; live: boolean }) {
  return (
    <li data-step={step.step} data-state={step.state}>
      <Mark state={step.state === 'pending' && live ? 'waiting' : marks[step.state]} />
      <span class="run-title">
        {step.title} <span class="muted">{systemTitles[step.system]}</span>
      </span>
      {step.state === 'done' && step.outcome && <Badge>{outcomes[step.outcome]}</Badge>}
      {(step.state === 'undone' || step.state === 'kept' || step.state === 'needs_operator') && (
        <Badge tone={step.state === 'needs_operator' ? 'bad' : 'plain'}>{words(step.state)}</Badge>
      )}
      {step.reason && <p class="reason">{step.reason}</p>}
      {step.retry_at && step.state !== 'done' && (
        <p class="muted">
          Tried again after <Time at={step.retry_at} />.
        </p>
      )}
    </li>
  );
}
