import { z } from 'zod';
import { changesOfAlert } from '#shared/alerts/change-alert.ts';
import { access } from '#shared/api/access.ts';
import { alertAnswer } from '#shared/api/answers.ts';
import { auditOf } from '#shared/api/audit.ts';
import { existingAlert } from '#shared/api/existing.ts';
import { assigneeField, changesSomething, idField, NO_CHANGE, versionField } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';
import { given, sideOf } from '#shared/changes.ts';
import { type Alert, alertStatusSchema } from '#shared/schema/alert.ts';

export const updateAlert = defineRoute({
  operation: 'updateAlert',
  summary: 'Change status or assignee of an alert',
  method: 'PATCH',
  path: '/api/v1/alerts/{alert_id}',
  domain: 'alerts',
  scope: 'tenant',
  roles: access.work,
  status: 200,
  params: z.strictObject({ alert_id: idField }),
  body: z
    .strictObject({
      version: versionField,
      status: alertStatusSchema.optional(),
      assignee: assigneeField.optional(),
    })
    .refine(changesSomething, NO_CHANGE),
  answer: alertAnswer,
  async handle(ports, context, { params, body }) {
    const { tenantId, now } = context;
    const { version, ...fields } = body;
    const change = given<Pick<Alert, 'status' | 'assignee'>>(fields);
    const alert = await existingAlert(ports, tenantId, params.alert_id);
    const changes = changesOfAlert(alert, version, change);
    if (Object.keys(changes).length === 0) return alert;
    const audit = auditOf(context, ports.newId(), {
      action: 'updateAlert',
      target: `alert/${alert.alert_id}`,
      before: sideOf(changes, 'before'),
      after: sideOf(changes, 'after'),
    });
    return ports.alerts.change(tenantId, alert.alert_id, version, change, now.toISOString(), audit);
  },
});
