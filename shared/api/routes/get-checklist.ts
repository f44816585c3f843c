import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { tenantParams } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';
import { driftLineSchema } from '#shared/schema/drift.ts';
import { checklistOf } from '#shared/tenants/provisioning/checklist.ts';
import { driftReport } from '#shared/tenants/provisioning/drift.ts';
import { engineOf } from '#shared/tenants/provisioning/engine.ts';

export const getChecklist = defineRoute({
  operation: 'getChecklist',
  summary:
    'Read the eight lines of the open-source stack’s provisioning checklist, each answered by the systems now',
  method: 'GET',
  path: '/api/v1/onboarding/tenant/{tenant_id}/checklist',
  domain: 'onboarding',
  scope: 'tenant',
  roles: access.read,
  status: 200,
  params: tenantParams,
  answer: z.object({
    checked_at: z.iso.datetime(),
    lines: z.array(
      z.object({
        line: z.string(),
        ok: z.boolean().nullable().describe('Null where nothing of it belongs to this tenant.'),
        evidence: z.array(z.object(driftLineSchema.shape)),
      }),
    ),
  }),
  async handle(ports, { tenantId }) {
    const { checked_at, resources } = await driftReport(engineOf(ports), tenantId);
    return { checked_at, lines: checklistOf(resources) };
  },
});
