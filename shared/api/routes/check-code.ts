import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { defineRoute } from '#shared/api/route.ts';
import { reservedCodes, tenantIdSchema } from '#shared/ids.ts';

export const codeAnswer = z.object({ code: z.string(), free: z.boolean(), reason: z.string().nullable() });

export const checkCode = defineRoute({
  operation: 'checkCode',
  summary: 'Tell whether a customer code may still be taken, and why not; asked while somebody types',
  method: 'GET',
  path: '/api/v1/onboarding/codes/{code}',
  domain: 'onboarding',
  scope: 'self',
  roles: access.administer,
  status: 200,
  params: z.strictObject({ code: z.string().min(1).max(64) }),
  answer: codeAnswer,
  async handle(ports, _context, { params: { code } }) {
    const parsed = tenantIdSchema.safeParse(code);
    if (!parsed.success) {
      return {
        code,
        free: false,
        reason: `A customer code ${parsed.error.issues[0]?.message ?? 'is something else'}.`,
      };
    }
    if (reservedCodes.has(code))
      return { code, free: false, reason: 'The code is reserved. Choose another one.' };
    const refusal = await ports.tenants.refusalOf(code);
    return { code, free: refusal === null, reason: refusal?.message ?? null };
  },
});
