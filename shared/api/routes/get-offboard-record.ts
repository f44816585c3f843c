import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { tenantParams } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';
import { engineOf } from '#shared/tenants/provisioning/engine.ts';
import { offboardDocumentSchema, readOffboardRecord } from '#shared/tenants/provisioning/offboard-record.ts';

export const getOffboardRecord = defineRoute({
  operation: 'getOffboardRecord',
  summary: 'Read the signed record of an off-boarding: what was removed, what was kept and why',
  method: 'GET',
  path: '/api/v1/onboarding/tenant/{tenant_id}/offboard',
  domain: 'onboarding',
  scope: 'tenant',
  createsTenant: true,
  roles: access.operate,
  status: 200,
  params: tenantParams,
  query: z.strictObject({ run_id: z.string().max(100).optional() }),
  answer: z.object({
    record: z
      .object({
        document: z.object(offboardDocumentSchema.shape),
        algorithm: z.string(),
        signature: z.string(),
        valid: z.boolean().describe('The signature is the operator’s, over exactly this document.'),
      })
      .nullable()
      .describe('Null before an off-boarding has come to its end.'),
  }),
  async handle(ports, { tenantId }, { query }) {
    const runs = await ports.journal.runs(tenantId);
    const run = runs.find(({ kind, run_id }) => kind === 'offboard' && (query.run_id ?? run_id) === run_id);
    const record = run && (await readOffboardRecord(engineOf(ports), tenantId, run.run_id));
    return { record: record ?? null };
  },
});
