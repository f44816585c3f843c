import { isDeepStrictEqual } from 'node:util';
import type { AdaptationPlan } from '#shared/connectors/adaptation/plan.ts';
import { bucketOf, type TenantId, uuidV5 } from '#shared/ids.ts';
import { adaptEvent, restoreEvent } from '#shared/pipeline/adapt-event.ts';
import { EVENT_PACK_BYTES } from '#shared/pipeline/limits.ts';
import type { Archive, ArchiveCopy, ArchivedPack, ArchiveRange } from '#shared/ports/archive.ts';
import type { EventStreams, Routed } from '#shared/ports/event-streams.ts';
import type { PageRequest } from '#shared/ports/page.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';
import type { EventPack } from '#shared/schema/pack.ts';

export type ReplayArchivedPorts = {
  archive: Pick<Archive, 'readPacks' | 'replace'>;
  streams: Pick<EventStreams, 'putEvents'>;
  /** Buckets that one tenant's packs spread over. */
  buckets: number;
};

export type ReplayArchivedCounts = {
  /** Archived events looked at. */
  examined: number;
  /** Events that say something else under the adaptations of now, and do so in the archive from now on. */
  changed: number;
  /** Events of packs that somebody else changed at the same time; another replay finds them. */
  skipped: number;
};

/**
 * Goes through one page of a source's archived packs and writes each event as its adaptations make it now, those that
 * were undone taken back. An event stays the same event: it is written in its own place, counted no second time and
 * sent on to nobody again; detection sees the changed ones, before the archive does, so that a replay that was cut off
 * may be done again.
 */
export async function replayArchived(
  { archive, streams, buckets }: ReplayArchivedPorts,
  tenantId: TenantId,
  of: { range: ArchiveRange & { sourceId: string }; plan: AdaptationPlan | null; copy: ArchiveCopy | null },
  page: PageRequest,
): Promise<{ counts: ReplayArchivedCounts; next: string | null }> {
  const { items, next } = await archive.readPacks(tenantId, of.range, page);
  const counts: ReplayArchivedCounts = { examined: 0, changed: 0, skipped: 0 };
  for (const pack of items) {
    counts.examined += pack.events.length;
    const events = pack.events.map((event) => readapted(event, of.plan));
    const changed = events.filter((event, i) => event !== pack.events[i]);
    if (changed.length === 0) continue;
    await streams.putEvents(tenantId, packsOf(tenantId, pack, changed, buckets));
    if (await archive.replace(tenantId, { ...pack, events }, of.copy)) counts.changed += changed.length;
    else counts.skipped += changed.length;
  }
  return { counts, next };
}

/** The event under another plan; the very same one where nothing but the plan's version would differ. */
export function readapted(event: CanonicalEvent, plan: AdaptationPlan | null): CanonicalEvent {
  const plain = restoreEvent(structuredClone(event));
  const adapted = plan === null ? plain : adaptEvent(plain, plan);
  return isDeepStrictEqual(unversioned(adapted), unversioned(event)) ? event : adapted;
}

function unversioned({ attributes, ...event }: CanonicalEvent): object {
  const { 'parser.version': version, ...rest } = attributes;
  return { ...event, attributes: rest, version: String(version).replace(/[+.]m\d+$/, '') };
}

/** Packs for detection, by the bucket of who acts now, each within what a Kinesis record holds. */
function packsOf(
  tenantId: TenantId,
  { pack_id, source_id, received_at }: ArchivedPack,
  events: readonly CanonicalEvent[],
  buckets: number,
): Routed<EventPack>[] {
  const made: Routed<EventPack>[] = [];
  for (const [bucket, group] of Map.groupBy(events, (event) => bucketOf(event.actor.id, buckets))) {
    let bytes = Number.POSITIVE_INFINITY;
    let open: CanonicalEvent[] = [];
    for (const event of group) {
      const size = Buffer.byteLength(JSON.stringify(event)) + 1;
      if (bytes + size > EVENT_PACK_BYTES) {
        open = [];
        bytes = 0;
        const id = uuidV5('adapted-pack', tenantId, pack_id, String(bucket), String(made.length));
        made.push({
          bucket,
          pack: { v: 1, pack_id: id, tenant_id: tenantId, source_id, received_at, events: open, again: true },
        });
      }
      open.push(event);
      bytes += size;
    }
  }
  return made;
}
