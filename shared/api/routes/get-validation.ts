import { access } from '#shared/api/access.ts';
import { tenantParams } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';
import { validationAnswer, validationAnswerOf } from '#shared/api/validation-answers.ts';
import { DomainError } from '#shared/errors.ts';
import { shownValidation } from '#shared/tenants/validation/validate.ts';

export const getValidation = defineRoute({
  operation: 'getValidation',
  summary: 'Read the last validation of a tenant, check by check, with the evidence of each',
  method: 'GET',
  path: '/api/v1/onboarding/tenant/{tenant_id}/validation',
  domain: 'onboarding',
  scope: 'tenant',
  createsTenant: true,
  roles: access.read,
  status: 200,
  params: tenantParams,
  answer: validationAnswer,
  async handle(ports, { tenantId, now }) {
    const validation = await ports.proofs.validation(tenantId);
    if (validation === null) throw new DomainError('not_found', 'The tenant was not validated yet.');
    return validationAnswerOf(shownValidation(validation, now));
  },
});
