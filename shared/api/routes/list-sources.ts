import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { listOf, sourceAnswer } from '#shared/api/answers.ts';
import { pageQuery, readPage } from '#shared/api/cursor.ts';
import { defineRoute } from '#shared/api/route.ts';

export const listSources = defineRoute({
  operation: 'listSources',
  summary: 'List the data sources',
  method: 'GET',
  path: '/api/v1/sources',
  domain: 'connectors',
  scope: 'tenant',
  roles: access.read,
  status: 200,
  query: z.strictObject(pageQuery),
  answer: listOf(sourceAnswer),
  handle: (ports, { tenantId }, { query }) =>
    readPage({ tenantId, operation: 'listSources', filter: {} }, query, (page) =>
      ports.sources.list(tenantId, page),
    ),
});
