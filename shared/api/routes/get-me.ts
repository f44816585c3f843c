import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { defineRoute } from '#shared/api/route.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import { roleSchema } from '#shared/schema/role.ts';

export const getMe = defineRoute({
  operation: 'getMe',
  summary: 'Read who you are',
  method: 'GET',
  path: '/api/v1/me',
  domain: 'admin',
  scope: 'self',
  roles: access.read,
  status: 200,
  answer: z.object({ user_id: z.string(), email: z.string(), role: roleSchema, tenant_id: tenantIdSchema }),
  async handle(_ports, { caller }) {
    return { user_id: caller.userId, email: caller.email, role: caller.role, tenant_id: caller.tenantId };
  },
});
