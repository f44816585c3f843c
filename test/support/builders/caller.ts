import type { Role } from '#shared/schema/role.ts';

export type Claims = { sub: string; email: string; role: string; tenant_id?: string };

/** Claims of a verified token, as `shared/aws/http-event.ts` hands them on. */
export function buildClaims(role: Role, tenant = role === 'platform_admin' ? 'platform' : 'acme'): Claims {
  return { sub: `${role}-of-${tenant}`, email: `${role}@${tenant}.example`, role, tenant_id: tenant };
}
