import type { TenantId } from '#shared/ids.ts';
import type { Role } from '#shared/schema/role.ts';

export type UserDirectory = {
  /**
   * How many of a tenant's users may sign in, by role; null where an issuer outside of the cell keeps them. Users that
   * are switched off do not count.
   */
  countRoles(tenantId: TenantId): Promise<Readonly<Record<Role, number>> | null>;
};
