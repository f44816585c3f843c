import { DomainError } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import type { PollStore } from '#shared/ports/poll-store.ts';
import type { Poll } from '#shared/schema/poll.ts';

/** Polls in memory, with the contract of `shared/ports/poll-store.ts`. */
export function memoryPolls(rows = new Map<string, Poll>()): PollStore {
  const key = (tenantId: TenantId, { source_id, feed }: Pick<Poll, 'source_id' | 'feed'>) =>
    `${tenantId}#${source_id}#${feed}`;
  return {
    async create(tenantId, poll) {
      if (rows.has(key(tenantId, poll))) throw new DomainError('conflict', 'This feed is polled already.');
      rows.set(key(tenantId, poll), structuredClone(poll));
    },
    list: async (tenantId, sourceId) =>
      [...rows.values()]
        .filter((poll) => poll.tenant_id === tenantId && (sourceId ?? poll.source_id) === poll.source_id)
        .map((poll) => structuredClone(poll)),
    async update(tenantId, poll) {
      const stored = rows.get(key(tenantId, poll));
      if (stored === undefined) throw new DomainError('not_found', 'There is no such poll.');
      if (stored.version !== poll.version - 1)
        throw new DomainError('version_conflict', 'The poll was changed.');
      rows.set(key(tenantId, poll), structuredClone(poll));
    },
    remove: async (tenantId, poll) => void rows.delete(key(tenantId, poll)),
  };
}
