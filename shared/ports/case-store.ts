import type { TenantId } from '#shared/ids.ts';
import type { Page, PageRequest } from '#shared/ports/page.ts';
import type { AuditRecord } from '#shared/schema/audit.ts';
import type { Case, TimelineEntry } from '#shared/schema/case.ts';

export type CaseFilter = {
  status?: string | undefined;
  severity?: string | undefined;
  assignee?: string | undefined;
  /** RFC 3339 bounds on `created_at`, `from` included and `to` excluded. */
  from?: string | undefined;
  to?: string | undefined;
};

/** What a case change does to alerts, in the same transaction. */
export type AlertLinks = { link: readonly string[]; unlink: readonly string[] };

export type CaseStore = {
  /**
   * Case, timeline and audit in one transaction, and `case_id` set on the linked alerts.
   * @throws DomainError `not_found` for an unknown alert, `conflict` for one linked elsewhere or an existing case id.
   */
  create(
    tenantId: TenantId,
    item: Case,
    timeline: readonly TimelineEntry[],
    audit: AuditRecord,
  ): Promise<void>;
  /**
   * Opens a case for an alert that triage has not handled. False, with nothing changed, when the alert was already
   * triaged (also when people unlinked it since).
   */
  openForAlert(
    tenantId: TenantId,
    alertId: string,
    item: Case,
    timeline: readonly TimelineEntry[],
    audit: AuditRecord,
  ): Promise<boolean>;
  get(tenantId: TenantId, caseId: string): Promise<Case | null>;
  /**
   * @throws DomainError `version_conflict` unless the stored version is `item.version - 1`; `not_found` or `conflict`
   * for alerts as in `create`.
   */
  update(
    tenantId: TenantId,
    item: Case,
    timeline: readonly TimelineEntry[],
    links: AlertLinks,
    audit: AuditRecord,
  ): Promise<void>;
  /** Newest first. */
  list(tenantId: TenantId, filter: CaseFilter, page: PageRequest): Promise<Page<Case>>;
  /** Adds a comment without touching the case's version. @throws DomainError `not_found`. */
  comment(tenantId: TenantId, entry: TimelineEntry, audit: AuditRecord): Promise<void>;
  /** Oldest first. `kind` narrows to one kind of entry. */
  timeline(
    tenantId: TenantId,
    caseId: string,
    kind: TimelineEntry['kind'] | null,
    page: PageRequest,
  ): Promise<Page<TimelineEntry>>;
};
