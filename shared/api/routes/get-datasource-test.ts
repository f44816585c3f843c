import { access } from '#shared/api/access.ts';
import { testAnswer } from '#shared/api/datasource-answers.ts';
import { existingSource } from '#shared/api/existing.ts';
import { sourceParams } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';
import { overdue } from '#shared/datasources/source-test.ts';
import { DomainError } from '#shared/errors.ts';

export const getDatasourceTest = defineRoute({
  operation: 'getDatasourceTest',
  summary: 'Read the last test of a data source, stage by stage',
  method: 'GET',
  path: '/api/v1/onboarding/datasources/{source_id}/test',
  domain: 'onboarding',
  scope: 'tenant',
  roles: access.read,
  status: 200,
  params: sourceParams,
  answer: testAnswer,
  async handle(ports, { tenantId, now }, { params }) {
    const source = await existingSource(ports, tenantId, params.source_id);
    const test = await ports.proofs.test(tenantId, source.source_id);
    if (test === null) throw new DomainError('not_found', 'The source was not tested yet.');
    return overdue(now, test);
  },
});
