import { auditOf } from '#shared/api/audit.ts';
import { runAnswerOf, starterOf } from '#shared/api/onboarding-answers.ts';
import { initiatorOf } from '#shared/api/onboarding-setup.ts';
import type { RequestContext } from '#shared/api/route.ts';
import { DomainError } from '#shared/errors.ts';
import type { Ports } from '#shared/ports/ports.ts';
import type { Setup } from '#shared/schema/onboarding.ts';
import { newRun, startRun } from '#shared/tenants/provisioning/start-run.ts';

/**
 * Starts a run over a few resources of a tenant only, with the same journal, retry and undo as a whole onboarding.
 * @throws DomainError `conflict` where none of them applies, or another run is at work.
 */
export async function startPart(
  ports: Ports,
  context: RequestContext,
  setup: Setup,
  names: readonly string[],
  operation: string,
): Promise<ReturnType<typeof runAnswerOf>> {
  const { requestId, now, newResourceId: newId } = context;
  const asked = { by: initiatorOf(context), requestId, now, newId };
  const whole = newRun(starterOf(ports), setup, 'repair', asked);
  const run = { ...whole, steps: whole.steps.filter((step) => names.includes(step)) };
  if (run.steps.length === 0) {
    throw new DomainError('conflict', 'Nothing of this is part of how the tenant was set up.');
  }
  await startRun(starterOf(ports), run);
  const change = {
    action: operation,
    target: `run/${run.run_id}`,
    before: null,
    after: { steps: run.steps },
  };
  await ports.audit.append(context.tenantId, auditOf(context, ports.newId(), change));
  return runAnswerOf(run, await ports.journal.steps(context.tenantId, run.run_id));
}
