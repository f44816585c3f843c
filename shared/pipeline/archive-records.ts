import type { TenantId } from '#shared/ids.ts';
import { copyFor } from '#shared/pipeline/archive-copy.ts';
import { decodeEventPack } from '#shared/pipeline/pack-codec.ts';
import { readRecords, type StreamRecord } from '#shared/pipeline/stream-record.ts';
import type { Archive } from '#shared/ports/archive.ts';
import type { TenantStore } from '#shared/ports/tenant-store.ts';
import type { EventPack } from '#shared/schema/pack.ts';
import { isProbe } from '#shared/schema/probe.ts';

export type ArchiveRecordsPorts = {
  archive: Pick<Archive, 'store' | 'storeUncounted' | 'failUnreadable'>;
  tenants: Pick<TenantStore, 'get'>;
  /** Notes which kinds of events came (`shared/pipeline/note-kinds.ts`). */
  noteKinds(tenantId: TenantId, packs: readonly EventPack[]): Promise<void>;
  /** Notes fields that connectors do not know (`shared/datasources/adaptations/note-fields.ts`). */
  noteFields(tenantId: TenantId, packs: readonly EventPack[]): Promise<void>;
  warn(message: string, details: Record<string, unknown>): void;
};

/**
 * Canonical packs to the archive, each stored and counted once however often it comes. What is noted of their kinds
 * and fields is only told of when it fails: it comes again with the next events, and the events matter more.
 */
export async function archiveRecords(
  { archive, tenants, noteKinds, noteFields, warn }: ArchiveRecordsPorts,
  records: readonly StreamRecord[],
): Promise<number> {
  const packs = await readRecords(records, decodeEventPack, (record, reason) =>
    archive.failUnreadable('events', record.sequence, record.data, reason),
  );
  const byTenant = Map.groupBy(
    packs.filter(({ again }) => again !== true),
    (pack) => pack.tenant_id,
  );
  await Promise.all(
    [...byTenant].map(async ([tenantId, group]) => {
      // Marked events are alone in their packs: a validation sends each by itself.
      const [probes, real] = [group.filter(isMarked), group.filter((pack) => !isMarked(pack))];
      if (probes.length > 0) await archive.storeUncounted(tenantId, probes);
      if (real.length === 0) return;
      await archive.store(tenantId, real, copyFor(await tenants.get(tenantId)));
      await noteKinds(tenantId, real).catch((error: unknown) =>
        warn('kinds of events were not noted', { tenant_id: tenantId, error }),
      );
      await noteFields(tenantId, real).catch((error: unknown) =>
        warn('unknown fields were not noted', { tenant_id: tenantId, error }),
      );
    }),
  );
  return packs.reduce((sum, pack) => sum + pack.events.length, 0);
}

const isMarked = ({ events }: EventPack): boolean => events.length === 1 && events.every(isProbe);
