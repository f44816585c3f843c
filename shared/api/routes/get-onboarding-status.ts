import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { tenantParams } from '#shared/api/fields.ts';
import { runAnswer, runAnswerOf } from '#shared/api/onboarding-answers.ts';
import { defineRoute } from '#shared/api/route.ts';
import { runStateSchema } from '#shared/schema/onboarding.ts';
import { completeStart, existingRun } from '#shared/tenants/provisioning/start-run.ts';

export const statusAnswer = z.object({
  tenant_id: runAnswer.shape.tenant_id,
  state: z.enum(['not_started', ...runStateSchema.options]),
  run: runAnswer.nullable().describe('The run that was named, or the last one.'),
});

export const getOnboardingStatus = defineRoute({
  operation: 'getOnboardingStatus',
  summary: 'Read how far a tenant’s onboarding is, step by step, with the reason of what failed',
  method: 'GET',
  path: '/api/v1/onboarding/tenant/{tenant_id}/status',
  domain: 'onboarding',
  scope: 'tenant',
  createsTenant: true,
  roles: access.read,
  status: 200,
  params: tenantParams,
  query: z.strictObject({ run_id: z.string().max(100).optional() }),
  answer: statusAnswer,
  async handle(ports, { tenantId, now }, { query }) {
    const [last] = query.run_id === undefined ? await ports.journal.runs(tenantId) : [];
    const run = query.run_id === undefined ? last : await existingRun(ports.journal, tenantId, query.run_id);
    if (run === undefined) return { tenant_id: tenantId, state: 'not_started' as const, run: null };
    const steps = await ports.journal.steps(tenantId, run.run_id);
    await completeStart(ports, run, steps, now);
    return { tenant_id: tenantId, state: run.state, run: runAnswerOf(run, steps) };
  },
});
