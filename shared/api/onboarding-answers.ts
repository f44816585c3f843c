import { z } from 'zod';
import { DomainError } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import type { Journal } from '#shared/ports/journal.ts';
import type { Ports } from '#shared/ports/ports.ts';
import {
  findingSchema,
  type Run,
  runSchema,
  type Step,
  stepSchema,
  systemSchema,
} from '#shared/schema/onboarding.ts';
import { existingRun, type Starter } from '#shared/tenants/provisioning/start-run.ts';
import { resources } from '#shared/tenants/resources.ts';

/** One resource of a run, as the wizard's progress shows it. */
export const stepAnswer = z.object({
  step: z.string(),
  title: z.string(),
  system: systemSchema,
  needs: z.array(z.string()),
  state: stepSchema.shape.state,
  attempts: z.number().int(),
  by: z.object(stepSchema.shape.by.shape),
  began_at: stepSchema.shape.began_at,
  ended_at: stepSchema.shape.ended_at,
  retry_at: stepSchema.shape.retry_at,
  vendor_ids: stepSchema.shape.vendor_ids,
  outcome: stepSchema.shape.outcome,
  reason: stepSchema.shape.reason,
});

export const runAnswer = z.object({
  tenant_id: runSchema.shape.tenant_id,
  run_id: z.string(),
  kind: runSchema.shape.kind,
  path: z.enum(['existing_soc', 'greenfield']),
  state: runSchema.shape.state,
  attempt: z.number().int(),
  started_by: z.object(runSchema.shape.started_by.shape),
  started_at: z.string(),
  ended_at: z.string().nullable(),
  findings: z.array(z.object(findingSchema.shape)),
  steps: z.array(stepAnswer),
  done: z.number().int().describe('Steps that are done.'),
  total: z.number().int(),
});

export function runAnswerOf(run: Run, steps: readonly Step[]): z.input<typeof runAnswer> {
  const shown = run.steps.flatMap((name) => {
    const resource = resources.find((one) => one.name === name);
    const step = steps.find((one) => one.step === name);
    if (step === undefined) return [];
    const { title = name, system = 'gatehouse' as const, needs = [] } = resource ?? {};
    return [{ ...step, title, system, needs: needs.filter((one) => run.steps.includes(one)) }];
  });
  return {
    ...run,
    path: run.setup.existing_soc ? 'existing_soc' : 'greenfield',
    steps: shown,
    done: shown.filter(({ state }) => state === 'done' || state === 'undone').length,
    total: shown.length,
  };
}

/** The run that a request names, or the tenant's last one. @throws DomainError `not_found`. */
export async function runFor(journal: Journal, tenantId: TenantId, runId: string | undefined): Promise<Run> {
  if (runId !== undefined) return existingRun(journal, tenantId, runId);
  const [last] = await journal.runs(tenantId);
  if (last === undefined) throw new DomainError('not_found', 'Nothing was set up for this tenant yet.');
  return last;
}

export const starterOf = ({ journal, executions, systems }: Ports): Starter => ({
  journal,
  executions,
  systems,
  resources,
});

/** The run with its steps as they are now. */
export async function shownRun(ports: Ports, run: Run): Promise<z.input<typeof runAnswer>> {
  return runAnswerOf(run, await ports.journal.steps(run.tenant_id, run.run_id));
}
