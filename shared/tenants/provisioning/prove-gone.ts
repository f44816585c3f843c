import type { Run, Step } from '#shared/schema/onboarding.ts';
import { apisFor, contextFor, type Engine } from '#shared/tenants/provisioning/engine.ts';
import { isForeseen, reasonOf } from '#shared/tenants/provisioning/reason.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

/**
 * Looks once more, after everything went, whether what we took away is gone. What still stands fails its step, so that
 * the run is started again instead of being called done.
 * @returns true where nothing of ours is left.
 */
export async function proveGone(engine: Engine, run: Run): Promise<boolean> {
  const steps = await engine.journal.steps(run.tenant_id, run.run_id);
  const owned = await engine.journal.owned(run.tenant_id);
  const apis = apisFor(engine, run);
  // A step that was never begun made nothing; what was there before, or stays for the operator, says so already.
  // What an earlier run made and this one only saw to stays too: the journal still has it.
  const kept = new Set(owned.map(({ step }) => step));
  const removed = steps.filter(
    ({ state, attempts, step }) =>
      state === 'undone' && attempts > 0 && !kept.has(step) && leavesTrace(engine, step),
  );
  const proven = await Promise.all(
    removed.map(async (step) => {
      const resource = engine.resources.find(({ name }) => name === step.step);
      if (resource === undefined) return true;
      try {
        const found = await resource.verify(contextFor(engine, run, resource, owned, { apis }));
        if (found.length > 0) return true;
        await fail(
          engine,
          step,
          'It still stands after it was removed. Look who makes it again, then retry.',
        );
      } catch (error) {
        if (error instanceof VendorError && error.fault === 'not_found') return true;
        if (!isForeseen(error)) engine.report(step.step, error);
        await fail(engine, step, `Nobody could look whether it is gone. ${reasonOf(error)}`);
      }
      return false;
    }),
  );
  return proven.every((one) => one);
}

const leavesTrace = (engine: Engine, step: string): boolean =>
  engine.resources.find(({ name }) => name === step)?.shared !== true;

async function fail(engine: Engine, step: Step, reason: string): Promise<void> {
  await engine.journal.updateStep(step.tenant_id, {
    ...step,
    state: 'failed',
    reason,
    version: step.version + 1,
  });
}
