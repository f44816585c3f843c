import type { TenantId } from '#shared/ids.ts';
import type { Page, PageRequest } from '#shared/ports/page.ts';
import type { Healing, Treatment } from '#shared/schema/healing.ts';

export type HealingStore = {
  treatments(tenantId: TenantId): Promise<Treatment[]>;
  /** @throws DomainError `version_conflict` unless the stored version is `treatment.version - 1`; 1 is a new one. */
  putTreatment(tenantId: TenantId, treatment: Treatment): Promise<void>;
  /** Gone already is done. */
  removeTreatment(tenantId: TenantId, subject: string): Promise<void>;
  /** The same entry again changes nothing. */
  append(tenantId: TenantId, entry: Healing): Promise<void>;
  /** Newest first. */
  log(tenantId: TenantId, page: PageRequest): Promise<Page<Healing>>;
};
