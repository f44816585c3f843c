import type { TenantId } from '#shared/ids.ts';
import type { Alert, AlertDetection } from '#shared/schema/alert.ts';
import type { AuditRecord } from '#shared/schema/audit.ts';

export type AlertChange = Partial<Pick<Alert, 'status' | 'assignee'>>;

export type AlertStore = {
  /** Creates the alert or raises it; a revision not newer than the stored one changes nothing. `now` is RFC 3339. */
  upsert(tenantId: TenantId, detection: AlertDetection, now: string): Promise<void>;
  get(tenantId: TenantId, alertId: string): Promise<Alert | null>;
  /** @throws DomainError `not_found`, or `version_conflict` unless the stored version is `version`. */
  change(
    tenantId: TenantId,
    alertId: string,
    version: number,
    change: AlertChange,
    now: string,
    audit: AuditRecord,
  ): Promise<Alert>;
};
