import { decodeEventPack } from '#shared/pipeline/pack-codec.ts';
import { readRecords, type StreamRecord } from '#shared/pipeline/stream-record.ts';
import type { Archive } from '#shared/ports/archive.ts';

/** Canonical packs to the archive, each stored and counted once however often it comes. */
export async function archiveRecords(archive: Archive, records: readonly StreamRecord[]): Promise<number> {
  const packs = await readRecords(records, decodeEventPack, (record, reason) =>
    archive.failUnreadable('events', record.sequence, record.data, reason),
  );
  const byTenant = Map.groupBy(packs, (pack) => pack.tenant_id);
  await Promise.all([...byTenant].map(([tenantId, group]) => archive.store(tenantId, group)));
  return packs.reduce((sum, pack) => sum + pack.events.length, 0);
}
