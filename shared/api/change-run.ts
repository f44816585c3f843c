import type { z } from 'zod';
import { auditOf } from '#shared/api/audit.ts';
import { type runAnswer, runFor, shownRun, starterOf } from '#shared/api/onboarding-answers.ts';
import { initiatorOf } from '#shared/api/onboarding-setup.ts';
import type { RequestContext } from '#shared/api/route.ts';
import type { Ports } from '#shared/ports/ports.ts';
import type { Initiator, Run } from '#shared/schema/onboarding.ts';
import type { Starter } from '#shared/tenants/provisioning/start-run.ts';

/** Moves a run on as somebody asked for it, and records who did. @throws DomainError `not_found`, `conflict`. */
export async function changeRun(
  ports: Ports,
  context: RequestContext,
  runId: string | undefined,
  action: string,
  change: (starter: Starter, run: Run, asked: { by: Initiator }) => Promise<Run>,
): Promise<z.input<typeof runAnswer>> {
  const before = await runFor(ports.journal, context.tenantId, runId);
  const after = await change(starterOf(ports), before, { by: initiatorOf(context) });
  const audit = auditOf(context, ports.newId(), {
    action,
    target: `run/${before.run_id}`,
    before: { state: before.state },
    after: { state: after.state },
  });
  await ports.audit.append(context.tenantId, audit);
  return shownRun(ports, after);
}
