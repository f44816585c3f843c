import type { TenantId } from '#shared/ids.ts';
import type { Page, PageRequest } from '#shared/ports/page.ts';
import type { Alert } from '#shared/schema/alert.ts';
import type { Case } from '#shared/schema/case.ts';

export type SearchFilter = {
  status?: string | undefined;
  /** Alerts: minimum severity 0–10. */
  min_severity?: number | undefined;
  /** Cases: exact severity word. */
  severity?: string | undefined;
  rule_id?: string | undefined;
  assignee?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  /** Free text, matched as words; never parsed as a query language, so it can't name fields or indices. */
  text?: string | undefined;
};

export type IndexChange =
  | { kind: 'put-alert'; alert: Alert }
  | { kind: 'put-case'; item: Case }
  | {
      kind: 'delete-alert';
      alert_id: string;
      created_at: string;
    }
  | { kind: 'delete-case'; case_id: string };

export type TenantIndex = {
  alert_template: boolean;
  case_template: boolean;
  alert_alias: boolean;
  case_index: boolean;
  policy: boolean | null;
};

/** The index that people search; DynamoDB is the truth, and this can be rebuilt from it. */
export type SearchIndex = {
  /** Template, alias and (where the cluster has ISM) lifecycle policy of one tenant; repeatable. Tells who deletes old data. */
  ensureTenant(tenantId: TenantId, retentionDays: number): Promise<'ism' | 'retention-job'>;
  /** Which of the things that `ensureTenant` makes are there; `policy` is null where the cluster has no ISM. */
  inspectTenant(tenantId: TenantId): Promise<TenantIndex>;
  /**
   * Writes with external versions: an older version than the stored one is done already.
   * Returns the positions in `changes` that must be tried again (overload, half-failed bulk).
   * @throws DomainError `unavailable` when the index answers nothing usable at all.
   */
  write(tenantId: TenantId, changes: readonly IndexChange[]): Promise<number[]>;
  /** Whether the alert is in the index, also before a refresh makes it searchable. */
  holdsAlert(tenantId: TenantId, alert: Pick<Alert, 'alert_id' | 'created_at'>): Promise<boolean>;
  /** Newest first. */
  alerts(tenantId: TenantId, filter: SearchFilter, page: PageRequest): Promise<Page<Alert>>;
  cases(tenantId: TenantId, filter: SearchFilter, page: PageRequest): Promise<Page<Case>>;
  /** Drops whole alert indices whose month ended before `before`. Returns their names. */
  dropExpired(tenantId: TenantId, before: Date): Promise<string[]>;
  /** Removes all the tenant's alerts and cases from the index; templates and lifecycle policy stay for new ones. */
  clearTenant(tenantId: TenantId): Promise<void>;
  /** Removes everything the tenant has in the index. */
  removeTenant(tenantId: TenantId): Promise<void>;
  /** @throws when the cluster does not answer. */
  ping(): Promise<void>;
};
