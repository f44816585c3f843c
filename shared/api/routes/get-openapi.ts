import { z } from 'zod';
import { openApiOf } from '#shared/api/openapi.ts';
import { definePublicRoute } from '#shared/api/route.ts';

export const getOpenapi = definePublicRoute({
  operation: 'getOpenapi',
  summary: 'Read this API’s description as OpenAPI 3.1',
  method: 'GET',
  path: '/openapi.json',
  domain: 'admin',
  status: 200,
  answer: z.record(z.string(), z.unknown()),
  async handle(_ports, { routes }) {
    return openApiOf(routes);
  },
});
