import { concurrently } from '#shared/detect/concurrently.ts';
import { type DrainTenantPorts, drainTenant } from '#shared/pipeline/forward/drain-tenant.ts';
import type { TenantStore } from '#shared/ports/tenant-store.ts';
import { type Forwarding, hasHeld } from '#shared/schema/forwarding.ts';

/** Milliseconds that all of one call may take; less than the function's timeout, which is less than its period. */
export const DRAIN_MS = 150_000;
/** More than the function's timeout (`infra/functions.ts`). */
const LEASE_MS = 250_000;
const TENANTS_AT_ONCE = 8;

export type DrainPorts = DrainTenantPorts & { tenants: Pick<TenantStore, 'list'> };

export type DrainReport = { tenants: number; sent: number; refused: number; failed: string[] };

/** Sends what is held for each tenant whose time has come. One tenant's failure stops nobody else's; it is reported. */
export async function drainForwarding(ports: DrainPorts): Promise<DrainReport> {
  const report: DrainReport = { tenants: 0, sent: 0, refused: 0, failed: [] };
  const until = new Date(ports.now().getTime() + DRAIN_MS);
  // Longer than the function may live: then who claimed it is surely dead.
  const leased = new Date(ports.now().getTime() + LEASE_MS);
  let position: string | null = null;
  do {
    const page = await ports.tenants.list({ limit: 100, position });
    const live = page.items.filter(({ status }) => status !== 'purging' && status !== 'purged');
    await concurrently(live, TENANTS_AT_ONCE, async ({ tenant_id }) => {
      try {
        const forwarding = await ports.store.get(tenant_id);
        if (forwarding === null || !isDue(forwarding, ports.now())) return;
        if (!(await ports.store.claimDrain(tenant_id, leased, ports.now()))) return;
        report.tenants++;
        const { sent, refused } = await drainTenant(ports, forwarding, until).finally(() =>
          ports.store.releaseDrain(tenant_id),
        );
        report.sent += sent;
        report.refused += refused;
      } catch (error) {
        ports.warn('held events were not sent', { tenant_id, error });
        report.failed.push(tenant_id);
      }
    });
    position = page.next;
  } while (position !== null);
  return report;
}

const isDue = (forwarding: Forwarding, now: Date): boolean =>
  hasHeld(forwarding) && (forwarding.retry_at === null || Date.parse(forwarding.retry_at) <= now.getTime());
