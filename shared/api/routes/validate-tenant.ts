import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { auditOf } from '#shared/api/audit.ts';
import { tenantParams } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';
import { validationAnswer, validationAnswerOf } from '#shared/api/validation-answers.ts';
import { checkNameSchema } from '#shared/schema/validation.ts';
import { newValidation } from '#shared/tenants/validation/validate.ts';

export const validateTenant = defineRoute({
  operation: 'validateTenant',
  summary: 'Run the validation suite of a tenant, or one check of it: six proofs, one after the other',
  method: 'POST',
  path: '/api/v1/onboarding/tenant/{tenant_id}/validate',
  domain: 'onboarding',
  scope: 'tenant',
  // A tenant that is not in service is just what the first check is to tell.
  createsTenant: true,
  roles: access.administer,
  status: 202,
  idempotent: true,
  params: tenantParams,
  body: z.strictObject({ check: checkNameSchema.optional().describe('Only this one; all without it.') }),
  answer: validationAnswer,
  location: ({ tenant_id }) => `/api/v1/onboarding/tenant/${tenant_id}/validation`,
  async handle(ports, context, { body }) {
    const { tenantId, now, caller, newResourceId } = context;
    const last = await ports.proofs.validation(tenantId);
    const only = body.check ?? null;
    const validation = newValidation(tenantId, { id: newResourceId, by: caller.email, only, last, now });
    await ports.proofs.beginValidation(tenantId, validation, now.toISOString());
    await ports.proofRuns.start(tenantId, { kind: 'validation', id: validation.validation_id });
    const audit = auditOf(context, ports.newId(), {
      action: 'validateTenant',
      target: `validation/${validation.validation_id}`,
      before: null,
      after: { check: only },
    });
    await ports.audit.append(tenantId, audit);
    return validationAnswerOf(validation);
  },
});
