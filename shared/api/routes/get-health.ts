import { z } from 'zod';
import { definePublicRoute } from '#shared/api/route.ts';

export const getHealth = definePublicRoute({
  operation: 'getHealth',
  summary: 'Tell that the API runs',
  method: 'GET',
  path: '/health',
  domain: 'admin',
  status: 200,
  answer: z.object({ status: z.literal('ok') }),
  async handle() {
    return { status: 'ok' as const };
  },
});
