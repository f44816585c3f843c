import type { TenantId } from '#shared/ids.ts';

export type Workflows = {
  /** Starts the purge of a deleted tenant; starting it twice is one purge. */
  startPurge(tenantId: TenantId, requestId: string): Promise<void>;
};
