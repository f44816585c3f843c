import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { timelineEntryAnswer } from '#shared/api/answers.ts';
import { auditOf } from '#shared/api/audit.ts';
import { caseParams } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';
import type { TimelineEntry } from '#shared/schema/case.ts';

export const createComment = defineRoute({
  operation: 'createComment',
  summary: 'Comment on a case',
  method: 'POST',
  path: '/api/v1/cases/{case_id}/comments',
  domain: 'cases',
  scope: 'tenant',
  roles: access.work,
  status: 201,
  idempotent: true,
  params: caseParams,
  body: z.strictObject({ text: z.string().trim().min(1).max(10_000) }),
  answer: timelineEntryAnswer,
  location: (_, params) => `/api/v1/cases/${params.case_id}/comments`,
  async handle(ports, context, { params, body }) {
    const { tenantId, caller, now, newResourceId } = context;
    const entry: TimelineEntry = {
      entry_id: newResourceId,
      tenant_id: tenantId,
      case_id: params.case_id,
      kind: 'comment',
      at: now.toISOString(),
      by: caller.email,
      text: body.text,
      changes: {},
    };
    const audit = auditOf(context, ports.newId(), {
      action: 'createComment',
      target: `case/${params.case_id}`,
      before: null,
      after: { comment_id: entry.entry_id },
    });
    await ports.cases.comment(tenantId, entry, audit);
    return entry;
  },
});
