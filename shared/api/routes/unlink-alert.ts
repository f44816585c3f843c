import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { changeLinks } from '#shared/api/change-links.ts';
import { idField } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';
import { unlinkAlert as unlinkFrom } from '#shared/cases/link-alert.ts';

export const unlinkAlert = defineRoute({
  operation: 'unlinkAlert',
  summary: 'Take an alert out of a case; the alert stays',
  method: 'DELETE',
  path: '/api/v1/cases/{case_id}/alerts/{alert_id}',
  domain: 'cases',
  scope: 'tenant',
  roles: access.work,
  status: 204,
  params: z.strictObject({ case_id: idField, alert_id: idField }),
  async handle(ports, context, { params }) {
    const change = { action: 'unlinkAlert', link: [], unlink: [params.alert_id] };
    await changeLinks(ports, context, params.case_id, change, (item) =>
      unlinkFrom(item, params.alert_id, context.caller.email, context.now),
    );
  },
});
