import type { FieldStore } from '#shared/ports/field-store.ts';
import { MAX_SAMPLES, type Sighting } from '#shared/schema/adaptation.ts';
import { key } from './fake-rows.ts';

/** Unknown fields in memory, with the contract of `shared/ports/field-store.ts`. */
export function memoryFields(rows = new Map<string, Sighting>()): FieldStore {
  return {
    async note(tenantId, sightings) {
      for (const one of sightings) {
        const id = key(tenantId, one.source_id, one.connector, one.field);
        const known = rows.get(id);
        rows.set(id, {
          ...one,
          count: (known?.count ?? 0) + one.count,
          first_seen: known?.first_seen ?? one.first_seen,
          samples: known === undefined || one.samples.length >= MAX_SAMPLES ? one.samples : known.samples,
          beside: [...new Set([...(known?.beside ?? []), ...one.beside])].sort(),
        });
      }
    },
    list: async (tenantId, sourceId) =>
      [...rows]
        .filter(([id]) => id.startsWith(`${key(tenantId, sourceId)}#`))
        .map(([, one]) => structuredClone(one))
        .sort((one, other) => (one.field < other.field ? -1 : 1)),
  };
}
