import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { auditRecordAnswer, listOf } from '#shared/api/answers.ts';
import { pageQuery, readPage } from '#shared/api/cursor.ts';
import { defineRoute } from '#shared/api/route.ts';

export const listAudit = defineRoute({
  operation: 'listAudit',
  summary:
    'Read the audit trail, newest first; a platform_admin reads the platform’s own by naming `platform`',
  method: 'GET',
  path: '/api/v1/audit',
  domain: 'admin',
  scope: 'tenant',
  platformToo: true,
  roles: access.audit,
  status: 200,
  query: z.strictObject(pageQuery),
  answer: listOf(auditRecordAnswer),
  handle: (ports, { tenantId }, { query }) =>
    readPage({ tenantId, operation: 'listAudit', filter: {} }, query, (page) =>
      ports.audit.list(tenantId, page),
    ),
});
