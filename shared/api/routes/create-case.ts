import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { caseAnswer } from '#shared/api/answers.ts';
import { auditOf } from '#shared/api/audit.ts';
import { assigneeField, idField } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';
import { ALERTS_AT_CREATION, newCase } from '#shared/cases/new-case.ts';
import { caseSchema } from '#shared/schema/case.ts';

export const createCase = defineRoute({
  operation: 'createCase',
  summary: 'Open a case, with alerts where you name them',
  method: 'POST',
  path: '/api/v1/cases',
  domain: 'cases',
  scope: 'tenant',
  roles: access.work,
  status: 201,
  idempotent: true,
  body: z.strictObject({
    title: caseSchema.shape.title,
    description: caseSchema.shape.description.default(''),
    severity: caseSchema.shape.severity,
    assignee: assigneeField.default(null),
    alert_ids: z.array(idField).max(ALERTS_AT_CREATION).default([]),
  }),
  answer: caseAnswer,
  location: (item) => `/api/v1/cases/${item.case_id}`,
  async handle(ports, context, { body }) {
    const { tenantId, caller, now, newResourceId } = context;
    const { item, timeline } = newCase(tenantId, newResourceId, body, caller.email, now);
    const audit = auditOf(context, ports.newId(), {
      action: 'createCase',
      target: `case/${item.case_id}`,
      before: null,
      after: {
        title: item.title,
        severity: item.severity,
        assignee: item.assignee,
        alert_ids: item.alert_ids,
      },
    });
    await ports.cases.create(tenantId, item, timeline, audit);
    return item;
  },
});
