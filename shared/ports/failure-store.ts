import type { TenantId } from '#shared/ids.ts';
import type { FailedRecord } from '#shared/ports/archive.ts';
import type { Page, PageRequest } from '#shared/ports/page.ts';

/** How far a sidelined record is on its way back: never asked for, taken but perhaps not sent, sent. */
export type ReplayState = 'fresh' | 'taken' | 'sent';

/** Sidelined records of a tenant, and which of them went through again. */
export type FailureStore = {
  /** Records by the hour in which they were received, oldest first; `from` and `to` are RFC 3339 and cut to whole hours. */
  list(
    tenantId: TenantId,
    hours: { from: string | null; to: string | null },
    page: PageRequest,
  ): Promise<Page<FailedRecord>>;
  /**
   * Takes a record that some version of a parser could not read: it stops being counted as failed on its source's
   * health, once. Returns the state before; what is `sent` must not be sent again.
   */
  take(tenantId: TenantId, record: FailedRecord, now: Date): Promise<ReplayState>;
  /** Marks taken records as sent. */
  markSent(tenantId: TenantId, records: readonly FailedRecord[], now: Date): Promise<void>;
};
