import { DomainError } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import type { IndexChange, SearchIndex } from '#shared/ports/search-index.ts';

export type MemorySearch = Pick<SearchIndex, 'write'> & {
  /** `<tenant>/<kind>/<id>` → version of what the index holds. */
  documents: Map<string, number>;
  calls: number;
};

/** What the index does with one change in one call: its HTTP status, or nothing to let it do its work. */
export type Disturbance = (call: number, position: number) => number | 'down' | undefined;

/** An index with external versions, as the real one has them, that can be disturbed. */
export function makeMemorySearch(disturb: Disturbance = () => undefined): MemorySearch {
  const memory: MemorySearch = {
    documents: new Map(),
    calls: 0,
    write: async (tenantId, changes) => {
      const call = memory.calls++;
      if (disturb(call, -1) === 'down') throw new DomainError('unavailable', 'the index is down');
      return changes.flatMap((change, position) => {
        if (disturb(call, position) !== undefined) return [position];
        apply(memory.documents, tenantId, change);
        return [];
      });
    },
  };
  return memory;
}

function apply(documents: Map<string, number>, tenantId: TenantId, change: IndexChange): void {
  if (change.kind === 'delete-alert') documents.delete(`${tenantId}/alert/${change.alert_id}`);
  else if (change.kind === 'delete-case') documents.delete(`${tenantId}/case/${change.case_id}`);
  else {
    const { kind, id, version } =
      change.kind === 'put-alert'
        ? { kind: 'alert', id: change.alert.alert_id, version: change.alert.version }
        : { kind: 'case', id: change.item.case_id, version: change.item.version };
    const key = `${tenantId}/${kind}/${id}`;
    documents.set(key, Math.max(version, documents.get(key) ?? 0));
  }
}
