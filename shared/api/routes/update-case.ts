import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { caseAnswer } from '#shared/api/answers.ts';
import { auditOf } from '#shared/api/audit.ts';
import { existingCase } from '#shared/api/existing.ts';
import { assigneeField, caseParams, changesSomething, NO_CHANGE, versionField } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';
import { type CaseChange, changeCase } from '#shared/cases/change-case.ts';
import { given, sideOf } from '#shared/changes.ts';
import { caseSchema } from '#shared/schema/case.ts';

const { title, description, status, severity } = caseSchema.shape;

export const updateCase = defineRoute({
  operation: 'updateCase',
  summary: 'Change a case; 409 where somebody changed it since you read it',
  method: 'PATCH',
  path: '/api/v1/cases/{case_id}',
  domain: 'cases',
  scope: 'tenant',
  roles: access.work,
  status: 200,
  params: caseParams,
  body: z
    .strictObject({
      version: versionField,
      title: title.optional(),
      description: description.optional(),
      status: status.optional(),
      severity: severity.optional(),
      assignee: assigneeField.optional(),
    })
    .refine(changesSomething, NO_CHANGE),
  answer: caseAnswer,
  async handle(ports, context, { params, body }) {
    const { tenantId, caller, now } = context;
    const { version, ...change } = body;
    const before = await existingCase(ports, tenantId, params.case_id);
    const changed = changeCase(before, version, given<Required<CaseChange>>(change), caller.email, now);
    if (changed === null) return before;
    const audit = auditOf(context, ports.newId(), {
      action: 'updateCase',
      target: `case/${before.case_id}`,
      before: sideOf(changed.changes, 'before'),
      after: sideOf(changed.changes, 'after'),
    });
    await ports.cases.update(tenantId, changed.item, changed.timeline, { link: [], unlink: [] }, audit);
    return changed.item;
  },
});
