import { z } from 'zod';
import { docsPage } from '#shared/api/docs-page.ts';
import { openApiOf } from '#shared/api/openapi.ts';
import { definePublicRoute } from '#shared/api/route.ts';

export const getDocs = definePublicRoute({
  operation: 'getDocs',
  summary: 'Read this API’s description as a page',
  method: 'GET',
  path: '/docs',
  domain: 'admin',
  status: 200,
  answer: z.string(),
  produces: 'text/html; charset=utf-8',
  async handle(_ports, { routes }) {
    return docsPage(openApiOf(routes));
  },
});
