import { DomainError } from '#shared/errors.ts';
import type { HealingStore } from '#shared/ports/healing-store.ts';
import type { Healing, Treatment } from '#shared/schema/healing.ts';
import { key, ofTenant, pageOf } from './fake-rows.ts';

/** The self-healing's log in memory, with the contract of `shared/ports/healing-store.ts`. */
export function memoryHealing(log = new Map<string, Healing>()): HealingStore {
  const treatments = new Map<string, Treatment>();
  return {
    treatments: async (tenantId) => structuredClone(ofTenant(treatments.values(), tenantId)),
    async putTreatment(tenantId, treatment) {
      const stored = treatments.get(key(tenantId, treatment.subject));
      if ((stored?.version ?? 0) !== treatment.version - 1)
        throw new DomainError('version_conflict', 'The treatment was changed.');
      treatments.set(key(tenantId, treatment.subject), structuredClone(treatment));
    },
    removeTreatment: async (tenantId, subject) => void treatments.delete(key(tenantId, subject)),
    append: async (tenantId, entry) => void log.set(key(tenantId, entry.id), entry),
    log: async (tenantId, page) =>
      pageOf(
        ofTenant(log.values(), tenantId).sort((one, other) => other.at.localeCompare(one.at)),
        page,
      ),
  };
}
