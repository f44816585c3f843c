import type { ForwardBacklog, ForwardStore, HeldRows } from '#shared/ports/forward-store.ts';
import type { Forwarding } from '#shared/schema/forwarding.ts';

/** Targets in memory, with the contract of `shared/ports/forward-store.ts` (`test/contract/forward-store.test.ts`). */
export function memoryForwardStore(rows: Map<string, Forwarding>): ForwardStore {
  const change = (tenantId: string, update: (row: Forwarding) => Partial<Forwarding>): void => {
    const row = rows.get(tenantId);
    if (row !== undefined) rows.set(tenantId, { ...row, ...update(row) });
  };
  return {
    get: async (tenantId) => structuredClone(rows.get(tenantId) ?? null),
    async putTarget(tenantId, target, now) {
      const at = now.toISOString();
      const { holds = 0, drained = 0 } = rows.get(tenantId) ?? {};
      rows.set(tenantId, {
        tenant_id: tenantId,
        target,
        target_since: at,
        state: 'flowing',
        since: at,
        reason: null,
        attempts: 0,
        retry_at: null,
        last_sent_at: null,
        holds,
        drained,
        refused: 0,
        refused_reason: null,
        draining_until: null,
      });
    },
    remove: async (tenantId) => void rows.delete(tenantId),
    noteSent: async (tenantId, since, now) =>
      change(tenantId, () => ({
        state: 'flowing',
        since,
        reason: null,
        attempts: 0,
        retry_at: null,
        last_sent_at: now.toISOString(),
      })),
    noteFailure: async (tenantId, failure) => change(tenantId, () => failure),
    noteHeld: async (tenantId) => change(tenantId, ({ holds }) => ({ holds: holds + 1 })),
    noteDrained: async (tenantId, holds) => change(tenantId, () => ({ drained: holds })),
    async claimDrain(tenantId, until, now) {
      const row = rows.get(tenantId);
      if (row === undefined) return false;
      if (row.draining_until !== null && row.draining_until >= now.toISOString()) return false;
      rows.set(tenantId, { ...row, draining_until: until.toISOString() });
      return true;
    },
    releaseDrain: async (tenantId) => change(tenantId, () => ({ draining_until: null })),
    noteRefused: async (tenantId, count, reason) =>
      change(tenantId, ({ refused }) => ({ refused: refused + count, refused_reason: reason })),
  };
}

export type MemoryBacklog = ForwardBacklog & { refused: { tenantId: string; held: HeldRows }[] };

/** Held rows in memory, with the same contract. */
export function memoryBacklog(): MemoryBacklog {
  const held = new Map<string, HeldRows>();
  const refused: MemoryBacklog['refused'] = [];
  return {
    refused,
    hold: async (tenantId, rows) =>
      void held.set(`${tenantId}/${rows.at}-${JSON.stringify(rows.rows)}`, structuredClone(rows)),
    list: async (tenantId, limit) =>
      [...held.keys()]
        .filter((key) => key.startsWith(`${tenantId}/`))
        .sort()
        .slice(0, limit)
        .map((key) => key.slice(tenantId.length + 1)),
    async read(tenantId, name) {
      const found = held.get(`${tenantId}/${name}`);
      if (found === undefined) throw new Error('there is nothing held by this name');
      return structuredClone(found);
    },
    drop: async (tenantId, name) => void held.delete(`${tenantId}/${name}`),
    setAside: async (tenantId, rows) => void refused.push({ tenantId, held: structuredClone(rows) }),
  };
}
