import { DomainError, won } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import type { Difference, Owned, Run, Step } from '#shared/schema/onboarding.ts';
import { contextFor, type Engine } from '#shared/tenants/provisioning/engine.ts';
import { NeedsOperator } from '#shared/tenants/provisioning/needs-operator.ts';
import { NotYet } from '#shared/tenants/provisioning/not-yet.ts';
import { isOwnTrouble } from '#shared/tenants/provisioning/own-trouble.ts';
import { differsReason, isForeseen, reasonOf } from '#shared/tenants/provisioning/reason.ts';
import type { Kept, Resource, ResourceContext } from '#shared/tenants/provisioning/resource.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

/** Longer than the function that runs a step may live (`infra/functions.ts`, provision-step): then it is surely dead. */
export const LEASE_SECONDS = 150;

/** A read-back that does not show the change yet is repeated this often, with pauses of so many milliseconds. */
const VERIFY_PAUSES = [200, 800, 2_000];

type Ended = Pick<Step, 'state' | 'reason'> & Partial<Step>;

/** Makes sure of one resource: journal, ensure, read back, journal. Never throws for what the other system did. */
export function runStep(
  engine: Engine,
  tenantId: TenantId,
  runId: string,
  name: string,
): Promise<Step | null> {
  return leased(engine, tenantId, runId, name, async (run, resource, owned) => {
    const before = new Map(owned.map((row) => [`${row.step}/${row.key}`, row.provenance]));
    const context = contextFor(engine, run, resource, owned);
    await resource.ensure(context);
    const found = await verifyAfter(context, resource);
    if (found.length > 0) return { state: 'failed', reason: differsReason(found) };
    return { state: 'done', reason: null, ...told(resource, owned, before) };
  });
}

/** Takes one resource away as far as it is ours: of this run when it is undone, of all runs when the tenant leaves. */
export function undoStep(
  engine: Engine,
  tenantId: TenantId,
  runId: string,
  name: string,
): Promise<Step | null> {
  return leased(engine, tenantId, runId, name, async (run, resource, owned) => {
    const removing = run.kind === 'offboard' ? 'offboard' : 'undo';
    const context = contextFor(engine, run, resource, owned, { removing });
    return { ...afterRemoval(await resource.remove(context)), vendor_ids: {} };
  });
}

function afterRemoval(kept: readonly Kept[]): Ended {
  if (kept.length === 0) return { state: 'undone', reason: null };
  const reason = kept.map(({ object, reason: why }) => `${object}: ${why}`).join(' ');
  return { state: kept.some((one) => one.needsOperator) ? 'needs_operator' : 'kept', reason };
}

/**
 * Takes the step for itself, does the work, and writes down what came of it.
 * @returns null where somebody else has it in hand, or it is not open.
 */
async function leased(
  engine: Engine,
  tenantId: TenantId,
  runId: string,
  name: string,
  work: (run: Run, resource: Resource, owned: Owned[]) => Promise<Ended>,
): Promise<Step | null> {
  const { journal, calls } = engine;
  const [run, steps] = await Promise.all([journal.run(tenantId, runId), journal.steps(tenantId, runId)]);
  const step = steps.find((one) => one.step === name);
  const resource = engine.resources.find((one) => one.name === name);
  if (run === null || step === undefined || resource === undefined) {
    throw new DomainError('not_found', `There is no step "${name}" in the run ${runId}.`);
  }
  const mine = lease(step, calls.now());
  if (mine === null) return null;
  if (!(await won(journal.updateStep(tenantId, mine)))) return null;
  let ended: Ended;
  try {
    ended = await work(run, resource, await journal.owned(tenantId));
  } catch (error) {
    if (!isForeseen(error)) engine.report(name, error);
    ended = afterFailure(error, mine.attempts, calls);
  }
  const after: Step = {
    ...mine,
    ...ended,
    ended_at: calls.now().toISOString(),
    leased_until: null,
    version: mine.version + 1,
  };
  await journal.updateStep(tenantId, after);
  return after;
}

function lease(step: Step, now: Date): Step | null {
  const held = step.leased_until !== null && Date.parse(step.leased_until) > now.getTime();
  if (held || (step.state !== 'pending' && step.state !== 'running')) return null;
  return {
    ...step,
    state: 'running',
    attempts: step.attempts + 1,
    began_at: now.toISOString(),
    ended_at: null,
    retry_at: null,
    leased_until: new Date(now.getTime() + LEASE_SECONDS * 1_000).toISOString(),
    version: step.version + 1,
  };
}

/** Tries of a step that only has to wait, before it counts as failed: an hour of looking once a minute. */
const PATIENCE = 60;

/** Seconds after trouble of our own; spread, so that many runs do not come back together. */
const OWN_TROUBLE = { least: 5, most: 30 };

/** A step that only has to wait stays open; the longest pause that is waited for is an hour. */
function afterFailure(error: unknown, attempts: number, { now, random }: Engine['calls']): Ended {
  if (error instanceof NeedsOperator) return { state: 'needs_operator', reason: error.message };
  const seconds =
    error instanceof NotYet
      ? error.seconds
      : isOwnTrouble(error)
        ? Math.ceil(OWN_TROUBLE.least + random() * (OWN_TROUBLE.most - OWN_TROUBLE.least))
        : error instanceof VendorError && error.passing
          ? error.retryAfter
          : null;
  if (seconds === null || attempts % PATIENCE === 0) return { state: 'failed', reason: reasonOf(error) };
  const retryAt = new Date(now().getTime() + Math.min(3_600, Math.max(1, seconds)) * 1_000).toISOString();
  const reason = error instanceof NotYet ? error.message : reasonOf(error);
  return { state: 'pending', reason, retry_at: retryAt };
}

async function verifyAfter(context: ResourceContext, resource: Resource): Promise<Difference[]> {
  for (const pause of VERIFY_PAUSES) {
    const found = await resource.verify(context);
    if (found.length === 0) return found;
    await context.wait(pause);
  }
  return resource.verify(context);
}

/** Ids, and what happened to the thing: created beats changed beats adopted. */
function told(
  { name }: Resource,
  owned: readonly Owned[],
  before: ReadonlyMap<string, Owned['provenance']>,
): Pick<Step, 'vendor_ids' | 'outcome'> {
  const rows = owned.filter((row) => row.step === name);
  const vendor_ids = Object.fromEntries(
    rows.flatMap(({ key, vendor_id }) => (vendor_id ? [[key, vendor_id]] : [])),
  );
  const fresh = rows.filter((row) => {
    const was = before.get(`${row.step}/${row.key}`);
    return was === undefined || was === 'intended' || was !== row.provenance;
  });
  const outcome = (['created', 'changed', 'adopted'] as const).find((one) =>
    fresh.some(({ provenance }) => provenance === one),
  );
  return { vendor_ids, outcome: outcome ?? 'unchanged' };
}
