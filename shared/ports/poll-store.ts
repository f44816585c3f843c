import type { TenantId } from '#shared/ids.ts';
import type { Poll } from '#shared/schema/poll.ts';

export type PollStore = {
  /** @throws DomainError `conflict` where the feed is polled already. */
  create(tenantId: TenantId, poll: Poll): Promise<void>;
  /** Those of all sources, or of one. */
  list(tenantId: TenantId, sourceId?: string): Promise<Poll[]>;
  /** @throws DomainError `version_conflict` unless the stored version is `poll.version - 1`, `not_found`. */
  update(tenantId: TenantId, poll: Poll): Promise<void>;
  /** Gone already is done. */
  remove(tenantId: TenantId, poll: Pick<Poll, 'source_id' | 'feed'>): Promise<void>;
};
