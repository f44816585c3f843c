import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { caseAnswer } from '#shared/api/answers.ts';
import { changeLinks } from '#shared/api/change-links.ts';
import { caseParams, idField } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';
import { linkAlert as linkTo } from '#shared/cases/link-alert.ts';

export const linkAlert = defineRoute({
  operation: 'linkAlert',
  summary: 'Link an alert to a case; an alert belongs to one case at most',
  method: 'POST',
  path: '/api/v1/cases/{case_id}/alerts',
  domain: 'cases',
  scope: 'tenant',
  roles: access.work,
  status: 200,
  params: caseParams,
  body: z.strictObject({ alert_id: idField }),
  answer: caseAnswer,
  handle: (ports, context, { params, body }) =>
    changeLinks(
      ports,
      context,
      params.case_id,
      { action: 'linkAlert', link: [body.alert_id], unlink: [] },
      (item) => linkTo(item, body.alert_id, context.caller.email, context.now),
    ),
});
