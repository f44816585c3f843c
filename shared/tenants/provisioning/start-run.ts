import { DomainError } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import type { Journal } from '#shared/ports/journal.ts';
import type { RunExecutions } from '#shared/ports/run-executions.ts';
import {
  atWork,
  type Initiator,
  type Owned,
  type Run,
  type Setup,
  type Step,
} from '#shared/schema/onboarding.ts';
import type { Systems } from '#shared/schema/systems.ts';
import type { Resource } from '#shared/tenants/provisioning/resource.ts';
import { resourcesFor } from '#shared/tenants/resources.ts';

export type Starter = {
  journal: Journal;
  executions: RunExecutions;
  systems: Systems;
  resources: readonly Resource[];
};

type Asked = { by: Initiator; requestId: string; now: Date; newId: string };

/** Begins with its time, so that a tenant's runs sort by age; the rest keeps two of one second apart. */
export function runIdOf(now: Date, id: string): string {
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, '');
  return `${stamp}-${id.replaceAll(/[^a-zA-Z0-9]/g, '').slice(-10)}`;
}

/** The run as it would be written: what a plan is made of too. */
export function newRun(
  starter: Pick<Starter, 'systems' | 'resources'>,
  setup: Setup,
  kind: Run['kind'],
  asked: Asked,
): Run {
  return {
    tenant_id: setup.tenant_id,
    run_id: runIdOf(asked.now, asked.newId),
    kind,
    state: kind === 'offboard' ? 'undoing' : 'running',
    setup,
    steps: resourcesFor(setup, starter.systems, starter.resources).map(({ name }) => name),
    attempt: 1,
    started_by: asked.by,
    started_at: asked.now.toISOString(),
    ended_at: null,
    request_id: asked.requestId,
    findings: [],
    version: 1,
  };
}

/** A run that takes everything of a tenant away: what its setup covers, and whatever else the journal says is there. */
export function newOffboarding(
  starter: Pick<Starter, 'systems' | 'resources'>,
  setup: Setup,
  owned: readonly Owned[],
  asked: Asked,
): Run {
  const run = newRun(starter, setup, 'offboard', asked);
  const names = new Set([...run.steps, ...owned.map(({ step }) => step)]);
  return { ...run, steps: starter.resources.map(({ name }) => name).filter((name) => names.has(name)) };
}

/**
 * Writes the run down and starts the work on it.
 * @throws DomainError `conflict` while another run of the tenant is at work.
 */
export async function startRun(starter: Starter, run: Run): Promise<Run> {
  const { tenant_id: tenantId } = run;
  const steps = run.steps.map(
    (step): Step => ({
      tenant_id: tenantId,
      run_id: run.run_id,
      step,
      state: 'pending',
      attempts: 0,
      by: run.started_by,
      began_at: null,
      ended_at: null,
      leased_until: null,
      retry_at: null,
      vendor_ids: {},
      outcome: null,
      reason: null,
      version: 1,
    }),
  );
  await starter.journal.begin(tenantId, run, steps);
  await starter.executions.start(tenantId, run);
  return run;
}

/**
 * Starts a run again where it stopped: what failed is tried anew, what is done is not touched.
 * @throws DomainError `conflict` while it is at work, or once it was undone.
 */
export async function retryRun(starter: Starter, run: Run, asked: Pick<Asked, 'by'>): Promise<Run> {
  await refuseAtWork(starter, run);
  const backwards = run.state === 'undoing' || run.kind === 'offboard';
  if (run.state === 'undone') {
    throw new DomainError('conflict', 'The run was undone. Start a new one.', { run_id: run.run_id });
  }
  return again(
    starter,
    run,
    backwards ? 'undoing' : 'running',
    asked.by,
    (step) => step.state === 'failed' || step.state === 'running' || step.state === 'needs_operator',
  );
}

/**
 * Takes back what the run made, in reverse.
 * @throws DomainError `conflict` while it is at work: stop it first.
 */
export async function undoRun(starter: Starter, run: Run, asked: Pick<Asked, 'by'>): Promise<Run> {
  await refuseAtWork(starter, run);
  if (run.kind === 'offboard')
    throw new DomainError('conflict', 'An off-boarding is not undone: onboard the customer again.');
  if (run.state === 'undone') return run;
  const open = run.state === 'undoing' ? ['failed', 'running', 'needs_operator'] : null;
  return again(starter, run, 'undoing', asked.by, (step) => open === null || open.includes(step.state));
}

/** Lets the steps in hand end and starts no more. */
export async function stopRun(starter: Starter, run: Run): Promise<Run> {
  if (!atWork(run) || run.state === 'stopping') return run;
  if (run.state === 'undoing')
    throw new DomainError('conflict', 'An undo is not stopped half way. Wait for its end.');
  const stopping: Run = { ...run, state: 'stopping', version: run.version + 1 };
  await starter.journal.updateRun(run.tenant_id, stopping);
  return stopping;
}

async function refuseAtWork(starter: Starter, run: Run): Promise<void> {
  if (!atWork(run) || !(await starter.executions.isRunning(run.tenant_id, run))) return;
  throw new DomainError('conflict', 'The run is at work. Wait for its end, or stop it first.', {
    run_id: run.run_id,
  });
}

async function again(
  starter: Starter,
  run: Run,
  state: 'running' | 'undoing',
  by: Initiator,
  reopen: (step: Step) => boolean,
): Promise<Run> {
  const { journal } = starter;
  const next: Run = {
    ...run,
    state,
    attempt: run.attempt + 1,
    ended_at: null,
    findings: [],
    version: run.version + 1,
  };
  // The run first: it takes the tenant's place, so that nobody else changes the steps meanwhile.
  await journal.updateRun(run.tenant_id, next);
  for (const step of await journal.steps(run.tenant_id, run.run_id)) {
    if (!reopen(step)) continue;
    const untouched = state === 'undoing' && step.attempts === 0;
    await journal.updateStep(run.tenant_id, {
      ...step,
      state: untouched ? 'undone' : 'pending',
      by,
      leased_until: null,
      retry_at: null,
      version: step.version + 1,
    });
  }
  await starter.executions.start(run.tenant_id, next);
  return next;
}

/** How long a start may take before it counts as cut off: more than a request of the API lives. */
const START_MS = 60_000;

/**
 * A run that was written down and whose execution was not started, since whoever did it was cut off between the two, is
 * started now. Asked for wherever somebody looks at it; twice is once, and what is at work stays as it is.
 */
export async function completeStart(
  { executions }: Pick<Starter, 'executions'>,
  run: Run,
  steps: readonly Step[],
  now: Date,
): Promise<void> {
  const untouched = run.attempt === 1 && steps.every(({ attempts }) => attempts === 0);
  const waiting = run.attempt > 1 && steps.every(({ state }) => state !== 'running');
  if (!atWork(run) || !(untouched || waiting)) return;
  if (now.getTime() - Date.parse(run.started_at) < START_MS) return;
  if (await executions.isRunning(run.tenant_id, run)) return;
  await executions.start(run.tenant_id, run);
}

/** @throws DomainError `not_found` for a run that the tenant does not have. */
export async function existingRun(journal: Journal, tenantId: TenantId, runId: string): Promise<Run> {
  const run = await journal.run(tenantId, runId);
  if (run === null) throw new DomainError('not_found', `There is no run ${runId}.`);
  return run;
}
