import { type PreparedSettings, prepareSettings } from '#shared/connectors/source-settings.ts';
import type { TenantId } from '#shared/ids.ts';
import { keepLongTexts } from '#shared/pipeline/keep-raw.ts';
import { normalizePack } from '#shared/pipeline/normalize-pack.ts';
import { decodeRawPack } from '#shared/pipeline/pack-codec.ts';
import type { SettingsOf } from '#shared/pipeline/remember-settings.ts';
import { readRecords, type StreamRecord } from '#shared/pipeline/stream-record.ts';
import type { Archive } from '#shared/ports/archive.ts';
import type { EventStreams } from '#shared/ports/event-streams.ts';
import type { RawPack } from '#shared/schema/pack.ts';

export type NormalizePorts = {
  archive: Pick<Archive, 'fail' | 'failUnreadable' | 'keepRaw'>;
  streams: Pick<EventStreams, 'putEvents'>;
  settingsOf: SettingsOf;
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
      const normalized = await Promise.all(
        group.map(async (pack) => normalizePack(pack, ports.buckets, await settingsFor(ports, pack))),
      );
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

/** By the connector that the pack was taken for: a source that has another one since has other settings. */
async function settingsFor({ settingsOf }: NormalizePorts, pack: RawPack): Promise<PreparedSettings> {
  const { settings, adaptations } = await settingsOf(pack.tenant_id, pack.source_id);
  return prepareSettings(pack.connector, settings, adaptations);
}
