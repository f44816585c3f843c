import type { TenantId } from '#shared/ids.ts';

export type TenantPurge = {
  /** Deletes one bounded portion of the tenant's rows, objects and index. True when nothing is left. */
  step(tenantId: TenantId): Promise<boolean>;
};
