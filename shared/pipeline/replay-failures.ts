import { parserVersion } from '#shared/connectors/connectors.ts';
import { prepareSettings, type StoredSettings } from '#shared/connectors/source-settings.ts';
import { bucketOf, type TenantId, uuidV5 } from '#shared/ids.ts';
import { type FailedRecord, REFUSED_AT_THE_DOOR } from '#shared/ports/archive.ts';
import type { EventStreams, Routed } from '#shared/ports/event-streams.ts';
import type { FailureStore } from '#shared/ports/failure-store.ts';
import type { PageRequest } from '#shared/ports/page.ts';
import type { SourceStore } from '#shared/ports/source-store.ts';
import type { RawPack } from '#shared/schema/pack.ts';

export type ReplayPorts = {
  failures: FailureStore;
  sources: Pick<SourceStore, 'get'>;
  streams: Pick<EventStreams, 'putRaw'>;
  /** Buckets that one tenant's packs spread over. */
  buckets: number;
};

/** Which sidelined records are meant; what is undefined takes all. `reason` is a part of the reason, in any case. */
export type ReplayFilter = {
  source_id?: string | undefined;
  reason?: string | undefined;
  parser_name?: string | undefined;
  parser_version?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
};

export type ReplayCounts = {
  examined: number;
  /** Sent through the pipeline again. */
  replayed: number;
  /** Sent by an earlier replay already. */
  already: number;
  /** The parser that could not read it is the one that would read it now. */
  unchanged: number;
};

/**
 * Sends one page of sidelined records through the pipeline again where another parser, or another version, reads them
 * now. A record goes alone in its pack, with the receipt and the place it had: its event and pack have the same ids
 * whenever and however often it is sent, so that a replay that was cut off may be done again.
 */
export async function replayFailures(
  ports: ReplayPorts,
  tenantId: TenantId,
  filter: ReplayFilter,
  page: PageRequest,
  now: Date,
): Promise<{ counts: ReplayCounts; next: string | null }> {
  const hours = { from: filter.from ?? null, to: filter.to ?? null };
  const { items, next } = await ports.failures.list(tenantId, hours, page);
  const counts: ReplayCounts = { examined: items.length, replayed: 0, already: 0, unchanged: 0 };
  const parserOf = rememberedParser(ports.sources, tenantId);
  const send: (Parser & { record: FailedRecord })[] = [];
  for (const record of items.filter((one) => isMeant(one, filter))) {
    const { connector, version } = await parserOf(record);
    if (record.parser.name === REFUSED_AT_THE_DOOR.name) {
      counts.unchanged++;
      continue;
    }
    if (connector === record.parser.name && version === record.parser.version) {
      counts.unchanged++;
      continue;
    }
    if ((await ports.failures.take(tenantId, record, now)) === 'sent') counts.already++;
    else send.push({ record, connector, version });
  }
  if (send.length > 0) {
    const packs = send.map(({ record, ...parser }) => packOf(tenantId, record, parser, ports.buckets));
    await ports.streams.putRaw(tenantId, packs);
    await ports.failures.markSent(
      tenantId,
      send.map(({ record }) => record),
      now,
    );
  }
  counts.replayed = send.length;
  return { counts, next };
}

type Parser = { connector: string; version: string };

/** The connector and settings that a source has now; one that is gone leaves the record to the parser that it had. */
function rememberedParser(sources: ReplayPorts['sources'], tenantId: TenantId) {
  const known = new Map<string, Parser | null>();
  return async ({ source_id, parser }: FailedRecord): Promise<Parser> => {
    let now = known.get(source_id);
    if (now === undefined) {
      const source = await sources.get(tenantId, source_id);
      now = source === null ? null : parserNow(source.connector, source.settings);
      known.set(source_id, now);
    }
    return now ?? parserNow(parser.name, {});
  };
}

function parserNow(connector: string, settings: StoredSettings): Parser {
  return { connector, version: parserVersion(connector) + prepareSettings(connector, settings).mark };
}

function isMeant(record: FailedRecord, filter: ReplayFilter): boolean {
  const { source_id, reason, parser_name, parser_version, from, to } = filter;
  return (
    (source_id === undefined || record.source_id === source_id) &&
    (reason === undefined || record.reason.toLowerCase().includes(reason.toLowerCase())) &&
    (parser_name === undefined || record.parser.name === parser_name) &&
    (parser_version === undefined || record.parser.version === parser_version) &&
    (from === undefined || record.received_at >= from) &&
    (to === undefined || record.received_at <= to)
  );
}

function packOf(
  tenantId: TenantId,
  { failure_id, source_id, received_at, o, raw }: FailedRecord,
  { connector, version }: Parser,
  buckets: number,
): Routed<RawPack> {
  const pack_id = uuidV5('replay-pack', tenantId, failure_id, connector, version);
  return {
    bucket: bucketOf(pack_id, buckets),
    pack: { v: 1, pack_id, tenant_id: tenantId, source_id, connector, received_at, events: [{ o, raw }] },
  };
}
