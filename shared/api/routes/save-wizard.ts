import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { tenantParams } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';
import { wizardAnswer } from '#shared/api/routes/get-wizard.ts';
import { wizardSchema } from '#shared/schema/onboarding.ts';

const { current_step, done_steps, answers } = wizardSchema.shape;

/** A page of answers, and far below what one item of the table takes. */
const MAX_ANSWERS = 50_000;

/** Words in a field's name that stand for a secret: such a field is refused, so that none can be left lying here. */
const SECRET_WORDS = /secret|password|shared_key|token|credential/i;

export const saveWizard = defineRoute({
  operation: 'saveWizard',
  summary: 'Save where the wizard is and what was answered so far, without secrets',
  method: 'PUT',
  path: '/api/v1/onboarding/tenant/{tenant_id}/wizard',
  domain: 'onboarding',
  scope: 'tenant',
  createsTenant: true,
  roles: access.administer,
  status: 200,
  params: tenantParams,
  body: z.strictObject({
    version: z.number().int().min(0).describe('The version that you read.'),
    current_step,
    done_steps,
    answers: answers
      .refine((value) => JSON.stringify(value).length <= MAX_ANSWERS, {
        error: `is longer than ${MAX_ANSWERS} characters`,
      })
      .refine((value) => !namesSecret(value), { error: 'names a secret: secrets are sent to setup only' }),
  }),
  answer: wizardAnswer,
  async handle(ports, { tenantId, now, caller }, { body }) {
    const wizard = {
      ...body,
      tenant_id: tenantId,
      updated_at: now.toISOString(),
      updated_by: caller.email,
      version: body.version + 1,
    };
    await ports.journal.putWizard(tenantId, wizard);
    return wizard;
  },
});

function namesSecret(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([name, inner]) => (!Array.isArray(value) && SECRET_WORDS.test(name)) || namesSecret(inner),
  );
}
