import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { defineRoute } from '#shared/api/route.ts';
import { apisFor, engineOf } from '#shared/tenants/provisioning/engine.ts';
import { workbookStates } from '#shared/tenants/workbook-states.ts';
import { workbookIds } from '#shared/tenants/workbooks.ts';

export const listWorkbooks = defineRoute({
  operation: 'listWorkbooks',
  summary: 'List the five workbooks, and whether each is deployed in the tenant’s Sentinel workspace',
  method: 'GET',
  path: '/api/v1/onboarding/sentinel/workbooks',
  domain: 'onboarding',
  scope: 'tenant',
  roles: access.read,
  status: 200,
  answer: z.object({
    items: z.array(
      z.object({
        id: z.enum(workbookIds),
        title: z.string(),
        description: z.string(),
        panels: z.int(),
        state: z.enum(['deployed', 'missing', 'no_sentinel', 'unknown']),
        reason: z.string().nullable(),
      }),
    ),
  }),
  async handle(ports, { tenantId }) {
    const [run] = await ports.journal.runs(tenantId);
    const apis = apisFor(engineOf(ports), { tenant_id: tenantId, setup: run?.setup ?? null });
    const states = await workbookStates(tenantId, run?.setup ?? null, apis);
    return {
      items: states.map(({ workbook, state, reason }) => ({
        id: workbook.id,
        title: workbook.title,
        description: workbook.description,
        panels: workbook.panels.length,
        state,
        reason,
      })),
    };
  },
});
