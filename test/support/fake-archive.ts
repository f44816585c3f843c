import type { ArchivedPack } from '#shared/ports/archive.ts';
import type { Ports } from '#shared/ports/ports.ts';
import type { FakeState } from './fake-ports.ts';
import { pageOf } from './fake-rows.ts';

export function fakeArchive(state: FakeState): Ports['archive'] {
  return {
    read: async (tenantId, { from, to }, page) => {
      const events = state.archived.filter(
        ({ tenant_id, timestamp }) =>
          tenant_id === tenantId && timestamp >= from.toISOString() && timestamp < to.toISOString(),
      );
      return pageOf(events, page);
    },
    holds: async (_tenantId, packId) => state.packs.has(packId),
    drop: async (_tenantId, packId) => void state.packs.delete(packId),
    readPacks: async (tenantId, { from, to, sourceId }, page) => {
      const packs = state.kept.flatMap(({ tenantId: owner, pack }) =>
        owner === tenantId &&
        pack.source_id === sourceId &&
        pack.received_at >= from.toISOString() &&
        pack.received_at < to.toISOString()
          ? [structuredClone(pack)]
          : [],
      );
      return pageOf(packs, page);
    },
    replace: async (tenantId, pack) => {
      const kept = state.kept.find(
        (one) =>
          one.tenantId === tenantId && one.pack.pack_id === pack.pack_id && one.pack.seen === pack.seen,
      );
      if (kept === undefined) return false;
      kept.pack = { ...structuredClone(pack), seen: `${pack.seen}+` } satisfies ArchivedPack;
      return true;
    },
  };
}
