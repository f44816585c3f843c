import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { lastSetup } from '#shared/api/last-setup.ts';
import { runAnswer } from '#shared/api/onboarding-answers.ts';
import { defineRoute } from '#shared/api/route.ts';
import { startPart } from '#shared/api/start-part.ts';
import { workbookIds } from '#shared/tenants/workbooks.ts';

export const deployWorkbooks = defineRoute({
  operation: 'deployWorkbooks',
  summary: 'Deploy workbooks into the tenant’s Sentinel workspace',
  method: 'POST',
  path: '/api/v1/onboarding/sentinel/workbooks/deploy',
  domain: 'onboarding',
  scope: 'tenant',
  roles: access.administer,
  status: 202,
  body: z.strictObject({
    workbooks: z
      .array(z.enum(workbookIds))
      .min(1)
      .default([...workbookIds])
      .describe('All five unless some are named; ones that are deployed already stay.'),
  }),
  answer: runAnswer,
  async handle(ports, context, { body }) {
    const setup = await lastSetup(ports, context.tenantId);
    const workbooks = workbookIds.filter((id) => setup.workbooks.includes(id) || body.workbooks.includes(id));
    return startPart(ports, context, { ...setup, workbooks }, ['sentinel-workbooks'], 'deployWorkbooks');
  },
});
