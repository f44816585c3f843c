import type { TenantId } from '#shared/ids.ts';
import type { AlertStore } from '#shared/ports/alert-store.ts';
import type { AlertDetection } from '#shared/schema/alert.ts';

export type MemoryAlerts = Pick<AlertStore, 'upsert'> & {
  /** The tenant's alerts as last written, in the order they first were. */
  list(tenantId: TenantId): AlertDetection[];
};

/** What detection wrote, by the same rule of revisions as the real store; for the command line and the proofs inside rules. */
export function makeMemoryAlerts(): MemoryAlerts {
  const tenants = new Map<TenantId, Map<string, AlertDetection>>();
  return {
    async upsert(tenantId, detection) {
      const alerts = tenants.get(tenantId) ?? new Map<string, AlertDetection>();
      tenants.set(tenantId, alerts);
      const stored = alerts.get(detection.alert_id);
      if (stored === undefined || stored.revision < detection.revision) {
        alerts.set(detection.alert_id, structuredClone(detection));
      }
    },
    list: (tenantId) => [...(tenants.get(tenantId)?.values() ?? [])],
  };
}
