import type { Archive } from '#shared/ports/archive.ts';
import type { SearchIndex } from '#shared/ports/search-index.ts';
import type { TenantStore } from '#shared/ports/tenant-store.ts';
import type { Tenant } from '#shared/schema/tenant.ts';

export type RetentionPorts = {
  tenants: Pick<TenantStore, 'list'>;
  archive: Pick<Archive, 'dropExpired'>;
  search: Pick<SearchIndex, 'dropExpired'>;
};

export type RetentionReport = { tenants: number; indices: number; objects: number; failed: string[] };

/**
 * Deletes what every tenant's `retention_days` has outlived: archived hours, and whole monthly alert indices. One
 * tenant's failure stops nobody else's; it is reported.
 */
export async function applyRetention(ports: RetentionPorts, now: Date): Promise<RetentionReport> {
  const report: RetentionReport = { tenants: 0, indices: 0, objects: 0, failed: [] };
  let position: string | null = null;
  do {
    const page = await ports.tenants.list({ limit: 100, position });
    for (const tenant of page.items) await retainTenant(ports, tenant, now, report);
    position = page.next;
  } while (position !== null);
  return report;
}

async function retainTenant(
  ports: RetentionPorts,
  tenant: Tenant,
  now: Date,
  report: RetentionReport,
): Promise<void> {
  if (tenant.status === 'purging' || tenant.status === 'purged') return;
  const before = new Date(now.getTime() - tenant.retention_days * 24 * 3600_000);
  report.tenants++;
  try {
    report.objects += await ports.archive.dropExpired(tenant.tenant_id, before);
    // Also under Index State Management, which goes by an index's age: a rebuilt one is younger than its alerts.
    report.indices += (await ports.search.dropExpired(tenant.tenant_id, before)).length;
  } catch {
    report.failed.push(tenant.tenant_id);
  }
}
