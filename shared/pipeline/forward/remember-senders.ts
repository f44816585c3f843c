import type { TenantId } from '#shared/ids.ts';
import type { SecretStore } from '#shared/ports/secret-store.ts';
import type { ForwardTarget } from '#shared/schema/forwarding.ts';
import type { Systems } from '#shared/schema/systems.ts';
import { makeMicrosoftApis } from '#shared/tenants/provisioning/microsoft-apis.ts';
import type { LogsIngestionApi } from '#shared/vendors/logs-ingestion.ts';
import type { VendorCalls } from '#shared/vendors/vendor-calls.ts';

export type Senders = {
  of(tenantId: TenantId, target: ForwardTarget): Promise<LogsIngestionApi>;
  /** After a failure: the next one reads the secret anew. */
  forget(tenantId: TenantId): void;
};

/** Each tenant's way into its Azure, with a token that is kept as long as it lives. */
export function rememberSenders(parts: {
  systems: Systems;
  secrets: SecretStore;
  calls: VendorCalls;
}): Senders {
  const known = new Map<TenantId, { target: string; api: LogsIngestionApi }>();
  return {
    async of(tenantId, target) {
      const text = JSON.stringify(target);
      const remembered = known.get(tenantId);
      if (remembered?.target === text) return remembered.api;
      const apis = makeMicrosoftApis({ ...parts, tenantId, azure: target, defenderApp: null });
      const api = await apis.logsIngestion(target.endpoint);
      known.set(tenantId, { target: text, api });
      return api;
    },
    forget: (tenantId) => void known.delete(tenantId),
  };
}
