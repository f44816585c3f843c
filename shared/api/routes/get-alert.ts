import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { alertAnswer } from '#shared/api/answers.ts';
import { existingAlert } from '#shared/api/existing.ts';
import { idField } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';

export const getAlert = defineRoute({
  operation: 'getAlert',
  summary: 'Read an alert with its evidence',
  method: 'GET',
  path: '/api/v1/alerts/{alert_id}',
  domain: 'alerts',
  scope: 'tenant',
  roles: access.read,
  status: 200,
  params: z.strictObject({ alert_id: idField }),
  answer: alertAnswer,
  handle: (ports, { tenantId }, { params }) => existingAlert(ports, tenantId, params.alert_id),
});
