import { concurrently } from '#shared/detect/concurrently.ts';
import type { TenantId } from '#shared/ids.ts';
import type { AlertStore } from '#shared/ports/alert-store.ts';
import type { AlertDetection } from '#shared/schema/alert.ts';

const ALERTS_AT_ONCE = 16;

/** Writes each alert by its revision: one that is stored already stays as it is. */
export async function writeAlerts(
  { alerts: store }: { alerts: Pick<AlertStore, 'upsert'> },
  tenantId: TenantId,
  alerts: readonly AlertDetection[],
  now: Date,
): Promise<void> {
  await concurrently(alerts, ALERTS_AT_ONCE, (alert) => store.upsert(tenantId, alert, now.toISOString()));
}
