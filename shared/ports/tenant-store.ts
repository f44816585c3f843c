import type { DomainError } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import type { Page, PageRequest } from '#shared/ports/page.ts';
import type { AuditRecord } from '#shared/schema/audit.ts';
import type { Tenant } from '#shared/schema/tenant.ts';

export type TenantStore = {
  /**
   * Takes the customer code and writes the tenant in one transaction.
   * @throws DomainError `code_taken` when the code, a prefix of it or a code that starts with it exists or existed.
   */
  create(tenantId: TenantId, tenant: Tenant, audit: AuditRecord): Promise<void>;
  /** Why the code can't be taken, in the words of `create`; null while it is free. */
  refusalOf(code: string): Promise<DomainError | null>;
  get(tenantId: TenantId): Promise<Tenant | null>;
  /** @throws DomainError `version_conflict` unless the stored version is `tenant.version - 1`. */
  update(tenantId: TenantId, tenant: Tenant, audit: AuditRecord): Promise<void>;
  list(page: PageRequest): Promise<Page<Tenant>>;
};
