import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { starterOf } from '#shared/api/onboarding-answers.ts';
import { initiatorOf, setupBody, setupOf, withSecretsOf } from '#shared/api/onboarding-setup.ts';
import { defineRoute } from '#shared/api/route.ts';
import { findingSchema, systemSchema } from '#shared/schema/onboarding.ts';
import { engineOf } from '#shared/tenants/provisioning/engine.ts';
import { planRun } from '#shared/tenants/provisioning/prepare-run.ts';
import { newRun } from '#shared/tenants/provisioning/start-run.ts';

export const planAnswer = z.object({
  ok: z.boolean().describe('Nothing is in the way.'),
  findings: z.array(z.object(findingSchema.shape)),
  steps: z.array(
    z.object({
      step: z.string(),
      title: z.string(),
      system: systemSchema,
      needs: z.array(z.string()),
      objects: z.array(
        z.object({
          object: z.string(),
          call: z.string(),
          action: z.enum(['create', 'adopt', 'collision']),
          reason: z.string().nullable(),
        }),
      ),
    }),
  ),
});

export const planOnboarding = defineRoute({
  operation: 'planOnboarding',
  summary: 'See what an onboarding would make, what it would find, and what is in its way; changes nothing',
  method: 'POST',
  path: '/api/v1/onboarding/tenant/plan',
  domain: 'onboarding',
  scope: 'tenant',
  createsTenant: true,
  roles: access.administer,
  status: 200,
  body: setupBody,
  answer: planAnswer,
  async handle(ports, context, { body }) {
    const setup = await setupOf(ports, context, body);
    const asked = { by: initiatorOf(context), requestId: context.requestId, now: context.now, newId: 'plan' };
    const engine = { ...engineOf(ports), secrets: withSecretsOf(ports, body) };
    const plan = await planRun(engine, newRun(starterOf(ports), setup, 'onboard', asked));
    return { ...plan, ok: plan.findings.every(({ ok }) => ok) };
  },
});
