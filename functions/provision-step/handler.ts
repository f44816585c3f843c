import { z } from 'zod';
import { makeLogger } from '#shared/aws/logger.ts';
import { makeApiPorts } from '#shared/aws/make-ports.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import { once } from '#shared/once.ts';
import { engineOf } from '#shared/tenants/provisioning/engine.ts';
import { finishRun, nextOf } from '#shared/tenants/provisioning/finish-run.ts';
import { prepareRun } from '#shared/tenants/provisioning/prepare-run.ts';
import { runStep, undoStep } from '#shared/tenants/provisioning/run-step.ts';

const run = { tenant_id: tenantIdSchema, run_id: z.string().min(1).max(100) };
const inputSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('prepare'), ...run }),
  z.strictObject({ action: z.literal('next'), ...run }),
  z.strictObject({ action: z.enum(['step', 'undo']), ...run, step: z.string().min(1).max(100) }),
  z.strictObject({
    action: z.literal('finish'),
    ...run,
    end: z.enum(['done', 'failed', 'stopped', 'refused']),
  }),
]);

const logger = makeLogger('provision-step');
const engine = once(() =>
  engineOf(makeApiPorts(process.env), (step, error) => {
    logger.error('a step failed unforeseen', { step, error: error instanceof Error ? error : String(error) });
  }),
);

/** Called by `workflows/onboard-tenant` and `offboard-tenant`: one piece of one run. What failed stands in the journal. */
export async function handler(event: unknown): Promise<unknown> {
  const input = inputSchema.parse(event);
  const { tenant_id: tenantId, run_id: runId } = input;
  switch (input.action) {
    case 'prepare':
      return prepareRun(engine(), tenantId, runId);
    case 'next':
      return nextOf(engine(), tenantId, runId);
    case 'finish':
      return { state: (await finishRun(engine(), tenantId, runId, input.end)).state };
    default: {
      const work = input.action === 'step' ? runStep : undoStep;
      const step = await work(engine(), tenantId, runId, input.step);
      return { step: input.step, state: step?.state ?? 'elsewhere' };
    }
  }
}
