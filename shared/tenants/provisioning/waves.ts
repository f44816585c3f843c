import type { Run, Step } from '#shared/schema/onboarding.ts';
import type { Resource } from '#shared/tenants/provisioning/resource.ts';

/** What the state machine does next: run these, wait, or end. */
export type Wave = {
  ready: string[];
  wait_seconds: number;
  end: 'done' | 'failed' | 'stopped' | null;
};

/** Seconds after which a step that another function has in hand is looked at again. */
const LOOK_AGAIN = 5;

type Order = {
  /** The resource's steps that have to be finished before it. */
  before(step: Step): readonly string[];
  finished(step: Step): boolean;
  open(step: Step): boolean;
};

/** Forwards: what a resource needs comes first. */
export function nextWave(run: Run, steps: readonly Step[], family: readonly Resource[], now: Date): Wave {
  const needs = new Map(family.map(({ name, needs: list }) => [name, list]));
  return wave(run, steps, now, {
    before: ({ step }) => needs.get(step) ?? [],
    // What waits for a person holds nobody else up.
    finished: ({ state }) => state === 'done' || state === 'needs_operator',
    open: ({ state }) => state === 'pending' || state === 'running',
  });
}

/** Backwards: whatever needs a resource goes before it. What fails to go blocks what it stands on, and nothing else. */
export function nextUndoWave(run: Run, steps: readonly Step[], family: readonly Resource[], now: Date): Wave {
  const users = (name: string) => family.filter(({ needs }) => needs.includes(name)).map((one) => one.name);
  return wave(run, steps, now, {
    before: ({ step }) => users(step),
    finished: ({ state }) => state === 'undone' || state === 'kept' || state === 'needs_operator',
    open: ({ state }) => state === 'pending' || state === 'running',
  });
}

function wave(run: Run, steps: readonly Step[], now: Date, order: Order): Wave {
  if (run.state === 'stopping') return { ready: [], wait_seconds: 0, end: 'stopped' };
  const byName = new Map(steps.map((step) => [step.step, step]));
  const later = (time: string | null) => time !== null && Date.parse(time) > now.getTime();
  const unblocked = steps.filter(
    (step) =>
      order.open(step) &&
      order.before(step).every((name) => {
        const other = byName.get(name);
        return other === undefined || order.finished(other);
      }),
  );
  const ready = unblocked.filter((step) => !later(step.retry_at) && !later(step.leased_until));
  if (ready.length > 0) return { ready: ready.map(({ step }) => step), wait_seconds: 0, end: null };
  if (unblocked.length > 0) return { ready: [], wait_seconds: waitFor(unblocked, now), end: null };
  return { ready: [], wait_seconds: 0, end: steps.every(order.finished) ? 'done' : 'failed' };
}

function waitFor(steps: readonly Step[], now: Date): number {
  const times = steps.map(({ retry_at }) =>
    retry_at === null ? LOOK_AGAIN : Math.ceil((Date.parse(retry_at) - now.getTime()) / 1_000),
  );
  return Math.max(1, Math.min(...times));
}
