import { concurrently } from '#shared/detect/concurrently.ts';
import { type HealPorts, type HealReport, healTenant } from '#shared/healing/heal-tenant.ts';
import type { TenantStore } from '#shared/ports/tenant-store.ts';
import type { Tenant } from '#shared/schema/tenant.ts';

/** Tenants looked at at once: each asks several systems, and they are shared. */
const AT_ONCE = 4;

export type HealSummary = HealReport & { errors: string[] };

/** Heals for every tenant in service, until the time is up. One that fails does not stop the others. */
export async function healAll(
  ports: HealPorts & { tenants: Pick<TenantStore, 'list'> },
  until: Date,
): Promise<HealSummary> {
  const summary: HealSummary = { repaired: 0, failed: 0, gave_up: 0, errors: [] };
  let position: string | null = null;
  do {
    const page: { items: Tenant[]; next: string | null } = await ports.tenants.list({ limit: 100, position });
    const active = page.items.filter(({ status }) => status === 'active');
    await concurrently(active, AT_ONCE, async ({ tenant_id: tenantId }) => {
      if (ports.vendorCalls.now() >= until) return;
      try {
        const report = await healTenant(ports, tenantId);
        summary.repaired += report.repaired;
        summary.failed += report.failed;
        summary.gave_up += report.gave_up;
      } catch (error) {
        summary.errors.push(error instanceof Error ? error.message : 'unknown');
      }
    });
    position = page.next;
  } while (position !== null);
  return summary;
}
