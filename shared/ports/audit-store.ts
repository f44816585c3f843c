import type { TenantId } from '#shared/ids.ts';
import type { Page, PageRequest } from '#shared/ports/page.ts';
import type { AuditRecord } from '#shared/schema/audit.ts';

/** Append-only: nothing here changes or deletes a record, and no function's grant lets it. */
export type AuditStore = {
  append(tenantId: TenantId, record: AuditRecord): Promise<void>;
  /** Newest first. */
  list(tenantId: TenantId, page: PageRequest): Promise<Page<AuditRecord>>;
};
