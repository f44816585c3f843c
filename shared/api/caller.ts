import { z } from 'zod';
import type { Caller } from '#shared/api/route.ts';
import { DomainError } from '#shared/errors.ts';
import { PLATFORM_TENANT, tenantIdSchema } from '#shared/ids.ts';
import { roleSchema } from '#shared/schema/role.ts';

const claimsSchema = z.object({
  sub: z.string().min(1),
  email: z.string().min(1).optional(),
  role: roleSchema,
  tenant_id: tenantIdSchema.optional(),
});

/**
 * The caller that the verified claims tell of.
 * @throws DomainError `unauthenticated` without claims; `forbidden` for a missing or unknown role, a missing tenant,
 * and a role and tenant that do not belong together: nobody but a platform_admin is at home in `platform`.
 */
export function callerOf(claims: Readonly<Record<string, unknown>> | null): Caller {
  if (claims === null) {
    throw new DomainError(
      'unauthenticated',
      'Send a token of a signed-in user as "Authorization: Bearer …".',
    );
  }
  const parsed = claimsSchema.safeParse(claims);
  if (!parsed.success) throw refused('The token names no role and tenant that Gatehouse knows.');
  const { sub, email, role, tenant_id } = parsed.data;
  const tenantId = tenant_id ?? (role === 'platform_admin' ? PLATFORM_TENANT : null);
  if (tenantId === null) throw refused('The token names no tenant.');
  if ((role === 'platform_admin') !== (tenantId === PLATFORM_TENANT)) {
    throw refused('The role and the tenant of the token do not belong together.');
  }
  return { userId: sub, email: email ?? sub, role, tenantId };
}

function refused(reason: string): DomainError {
  return new DomainError('forbidden', `${reason} Ask your administrator to correct your user.`);
}
