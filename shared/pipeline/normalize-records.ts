import type { TenantId } from '#shared/ids.ts';
import { keepLongTexts } from '#shared/pipeline/keep-raw.ts';
import { normalizePack } from '#shared/pipeline/normalize-pack.ts';
import { decodeRawPack } from '#shared/pipeline/pack-codec.ts';
import { readRecords, type StreamRecord } from '#shared/pipeline/stream-record.ts';
import type { Archive } from '#shared/ports/archive.ts';
import type { EventStreams } from '#shared/ports/event-streams.ts';

export type NormalizePorts = {
  archive: Pick<Archive, 'fail' | 'failUnreadable' | 'keepRaw'>;
  streams: Pick<EventStreams, 'putEvents'>;
  buckets: number;
};

export type NormalizeCounts = { records: number; events: number; failed: number };

/**
 * Raw records to canonical ones. Throws only when a store stays unavailable after its own retries: the batch then
 * comes again as a whole, and makes the same packs with the same ids.
 */
export async function normalizeRecords(
  ports: NormalizePorts,
  records: readonly StreamRecord[],
): Promise<NormalizeCounts> {
  const packs = await readRecords(records, decodeRawPack, (record, reason) =>
    ports.archive.failUnreadable('raw', record.sequence, record.data, reason),
  );
  const byTenant = Map.groupBy(packs, (pack) => pack.tenant_id);
  const counts: NormalizeCounts = { records: records.length, events: 0, failed: 0 };
  await Promise.all(
    [...byTenant].map(async ([tenantId, group]: [TenantId, typeof packs]) => {
      const normalized = group.map((pack) => normalizePack(pack, ports.buckets));
      const failures = normalized.flatMap((one) => one.failures);
      const routed = normalized.flatMap((one) => one.packs);
      if (failures.length > 0) await ports.archive.fail(tenantId, failures);
      await keepLongTexts(ports.archive, tenantId, routed);
      await ports.streams.putEvents(tenantId, routed);
      counts.failed += failures.length;
      counts.events += routed.reduce((sum, { pack }) => sum + pack.events.length, 0);
    }),
  );
  return counts;
}
