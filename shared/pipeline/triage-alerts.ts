import { caseForAlert, opensCase } from '#shared/cases/case-for-alert.ts';
import { DomainError } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import { type IndexPorts, writeIndex } from '#shared/pipeline/write-index.ts';
import type { CaseStore } from '#shared/ports/case-store.ts';
import type { Alert } from '#shared/schema/alert.ts';

/** A change of the alerts table: the alert as it is now, or what is left to know of one that is gone. */
export type AlertChange =
  | { kind: 'put'; alert: Alert; triaged: boolean }
  | { kind: 'gone'; alert: Pick<Alert, 'tenant_id' | 'alert_id' | 'created_at'> };

export type TriagePorts = IndexPorts & { cases: Pick<CaseStore, 'openForAlert'>; now(): Date };

/**
 * Opens a case for each alert that deserves one, once, and brings the search index up to date. Both are repeatable:
 * the case's id follows from the alert, and the index takes no older version.
 */
export async function triageAlerts(ports: TriagePorts, changes: readonly AlertChange[]): Promise<void> {
  const latest = new Map(
    changes.map((change) => [`${change.alert.tenant_id}#${change.alert.alert_id}`, change]),
  );
  const byTenant = Map.groupBy(latest.values(), (change) => change.alert.tenant_id);
  for (const [tenantId, group] of byTenant) {
    for (const change of group)
      if (change.kind === 'put' && !change.triaged) await openCase(ports, tenantId, change.alert);
    await writeIndex(ports, tenantId, group.map(toIndexChange));
  }
}

/**
 * The alert's new `case_id` comes back through the stream and reaches the index as its next version. An alert that was
 * deleted before triage came by needs no case, and one that was forgotten and detected again has its case already:
 * neither may stop the stream.
 */
async function openCase(ports: TriagePorts, tenantId: TenantId, alert: Alert): Promise<void> {
  if (alert.case_id !== null || !opensCase(alert)) return;
  const { item, timeline, audit } = caseForAlert(alert, ports.now());
  try {
    await ports.cases.openForAlert(tenantId, alert.alert_id, item, timeline, audit);
  } catch (error) {
    if (error instanceof DomainError && (error.code === 'not_found' || error.code === 'conflict')) return;
    throw error;
  }
}

function toIndexChange(change: AlertChange): Parameters<typeof writeIndex>[2][number] {
  if (change.kind === 'put') return { kind: 'put-alert', alert: change.alert };
  return { kind: 'delete-alert', alert_id: change.alert.alert_id, created_at: change.alert.created_at };
}
