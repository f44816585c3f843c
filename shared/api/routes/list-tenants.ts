import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { listOf, tenantAnswer } from '#shared/api/answers.ts';
import { pageQuery, readPage } from '#shared/api/cursor.ts';
import { defineRoute } from '#shared/api/route.ts';

export const listTenants = defineRoute({
  operation: 'listTenants',
  summary: 'List the tenants of this cell',
  method: 'GET',
  path: '/api/v1/tenants',
  domain: 'tenants',
  scope: 'platform',
  roles: access.operate,
  status: 200,
  query: z.strictObject(pageQuery),
  answer: listOf(tenantAnswer),
  handle: (ports, { tenantId }, { query }) =>
    readPage({ tenantId, operation: 'listTenants', filter: {} }, query, (page) => ports.tenants.list(page)),
});
