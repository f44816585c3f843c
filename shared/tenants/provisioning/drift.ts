import type { TenantId } from '#shared/ids.ts';
import type { DriftLine, DriftReport } from '#shared/schema/drift.ts';
import type { Run } from '#shared/schema/onboarding.ts';
import { apisFor, contextFor, type Engine } from '#shared/tenants/provisioning/engine.ts';
import { isForeseen, reasonOf } from '#shared/tenants/provisioning/reason.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

/**
 * The run that says what should exist: the last onboarding, repair or part that was begun and not taken back, with the
 * steps of all down to the last onboarding, since a part has only its own. Null for none.
 */
export async function standingRun(engine: Pick<Engine, 'journal'>, tenantId: TenantId): Promise<Run | null> {
  const runs = await engine.journal.runs(tenantId);
  const [last, ...earlier] = runs.filter(({ state }) => state !== 'refused' && state !== 'undone');
  if (last === undefined || last.kind === 'offboard' || last.state === 'undoing') return null;
  const whole = [last, ...earlier].findIndex(({ kind }) => kind !== 'repair');
  const steps = [last, ...earlier].slice(0, whole + 1).flatMap((run) => run.steps);
  return { ...last, steps: [...new Set([...last.steps, ...steps])] };
}

/** Compares what should exist with what does, resource by resource, by reading the systems. */
export async function checkDrift(engine: Engine, run: Run): Promise<DriftLine[]> {
  const owned = await engine.journal.owned(run.tenant_id);
  const apis = apisFor(engine, run);
  const members = engine.resources.filter(({ name }) => run.steps.includes(name));
  return Promise.all(
    members.map(async (resource): Promise<DriftLine> => {
      const base = { step: resource.name, title: resource.title, system: resource.system };
      try {
        const found = await resource.verify(contextFor(engine, run, resource, owned, { apis }));
        const gone = found.some(({ field }) => field === '');
        const state = found.length === 0 ? 'matches' : gone ? 'gone' : 'differs';
        return { ...base, state, differences: found, reason: null };
      } catch (error) {
        if (!isForeseen(error)) engine.report(resource.name, error);
        const gone = error instanceof VendorError && error.fault === 'not_found';
        return { ...base, state: gone ? 'gone' : 'unknown', differences: [], reason: reasonOf(error) };
      }
    }),
  );
}

/** The check of one tenant as it is kept and shown; without anything set up there is nothing to match. */
export async function driftReport(engine: Engine, tenantId: TenantId): Promise<DriftReport> {
  const run = await standingRun(engine, tenantId);
  const resources = run === null ? [] : await checkDrift(engine, run);
  return {
    checked_at: engine.calls.now().toISOString(),
    run_id: run?.run_id ?? null,
    ok: resources.every(({ state }) => state === 'matches'),
    resources,
  };
}
