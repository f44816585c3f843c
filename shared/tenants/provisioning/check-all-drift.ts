import type { TenantId } from '#shared/ids.ts';
import type { TenantStore } from '#shared/ports/tenant-store.ts';
import { driftReport } from '#shared/tenants/provisioning/drift.ts';
import type { Engine } from '#shared/tenants/provisioning/engine.ts';

/** Tenants looked at at once: each asks several systems, and they are shared. */
const AT_ONCE = 4;
const PAGE = 100;

/** Codes of the tenants that match, that drifted, and that could not be looked at. */
export type DriftSummary = { matching: TenantId[]; drifted: TenantId[]; failed: TenantId[] };

/** Checks every tenant in service and keeps each report for the console. One that fails does not stop the others. */
export async function checkAllDrift(engine: Engine, tenants: TenantStore): Promise<DriftSummary> {
  const summary: DriftSummary = { matching: [], drifted: [], failed: [] };
  let position: string | null = null;
  do {
    const page: Awaited<ReturnType<TenantStore['list']>> = await tenants.list({ limit: PAGE, position });
    const ids = page.items.filter(({ status }) => status === 'active').map((tenant) => tenant.tenant_id);
    for (let start = 0; start < ids.length; start += AT_ONCE) {
      await Promise.all(
        ids.slice(start, start + AT_ONCE).map((tenantId) => checkOne(engine, tenantId, summary)),
      );
    }
    position = page.next;
  } while (position !== null);
  return summary;
}

async function checkOne(engine: Engine, tenantId: TenantId, summary: DriftSummary): Promise<void> {
  try {
    const report = await driftReport(engine, tenantId);
    if (report.run_id !== null) await engine.journal.putDrift(tenantId, report);
    summary[report.ok ? 'matching' : 'drifted'].push(tenantId);
  } catch (error) {
    engine.report(`drift of ${tenantId}`, error);
    summary.failed.push(tenantId);
  }
}
