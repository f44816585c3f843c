import type { TenantId } from '#shared/ids.ts';

/**
 * Secrets by name; the cell's prefix and the tenant are put before it. `platform` holds the operator's own. A value
 * never goes into a journal, a log, an answer or a state machine.
 */
export type SecretStore = {
  /** @returns null where there is no such secret. */
  get(tenantId: TenantId, name: string): Promise<string | null>;
  /** Creates the secret or gives it a new value. */
  put(tenantId: TenantId, name: string, value: string): Promise<void>;
  /** Gone already is done. */
  remove(tenantId: TenantId, name: string): Promise<void>;
};
