import type { TenantId } from '#shared/ids.ts';
import type { Page, PageRequest } from '#shared/ports/page.ts';
import type { Alert, AlertDetection } from '#shared/schema/alert.ts';
import type { AuditRecord } from '#shared/schema/audit.ts';

export type AlertChange = Partial<Pick<Alert, 'status' | 'assignee'>>;

export type AlertStore = {
  /** Creates the alert or raises it; a revision not newer than the stored one changes nothing. `now` is RFC 3339. */
  upsert(tenantId: TenantId, detection: AlertDetection, now: string): Promise<void>;
  get(tenantId: TenantId, alertId: string): Promise<Alert | null>;
  /** All alerts of the tenant, by id. People's lists come from the search index; this is what it is made of. */
  list(tenantId: TenantId, page: PageRequest): Promise<Page<Alert>>;
  /** Removes an alert that nobody needs: the marked one of a validation. Gone already is done. */
  remove(tenantId: TenantId, alertId: string): Promise<void>;
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
