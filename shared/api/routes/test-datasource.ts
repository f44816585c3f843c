import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { auditOf } from '#shared/api/audit.ts';
import { testAnswer } from '#shared/api/datasource-answers.ts';
import { existingSource } from '#shared/api/existing.ts';
import { sourceParams } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';
import { newTest, overdue } from '#shared/datasources/source-test.ts';
import { DomainError } from '#shared/errors.ts';
import { testModeSchema } from '#shared/schema/validation.ts';

export const testDatasource = defineRoute({
  operation: 'testDatasource',
  summary: 'Test a data source for real: its credentials, a marked event, or the next one that comes',
  method: 'POST',
  path: '/api/v1/onboarding/datasources/{source_id}/test',
  domain: 'onboarding',
  scope: 'tenant',
  roles: access.administer,
  status: 202,
  idempotent: true,
  params: sourceParams,
  body: z.strictObject({
    mode: testModeSchema
      .default('send')
      .describe(
        'Of a source that pushes: `send` sends a marked event and follows it to the alert index, `await` waits for the next event. Of one that is fetched the credentials are tried.',
      ),
  }),
  answer: testAnswer,
  location: ({ source_id }) => `/api/v1/onboarding/datasources/${source_id}/test`,
  async handle(ports, context, { params, body }) {
    const { tenantId, now, newResourceId } = context;
    const source = await existingSource(ports, tenantId, params.source_id);
    if (source.status !== 'active') {
      throw new DomainError('conflict', 'The source is switched off. Switch it on before you test it.');
    }
    const last = await ports.proofs.test(tenantId, source.source_id);
    if (last !== null && overdue(now, last).state === 'running') {
      // Its marked event must be taken away before the next one is sent.
      if (last.mode === body.mode) return last;
      throw new DomainError('conflict', 'Another test of this source is running. Wait for its end.');
    }
    const test = await newTest(ports, source, body.mode, newResourceId, now);
    await ports.proofs.beginTest(tenantId, test);
    await ports.proofRuns.start(tenantId, { kind: 'test', source_id: source.source_id, id: test.test_id });
    const audit = auditOf(context, ports.newId(), {
      action: 'testDatasource',
      target: `source/${source.source_id}`,
      before: null,
      after: { test_id: test.test_id, mode: body.mode },
    });
    await ports.audit.append(tenantId, audit);
    return test;
  },
});
