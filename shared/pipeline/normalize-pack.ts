import { parserVersion } from '#shared/connectors/connectors.ts';
import { NO_SETTINGS, type PreparedSettings } from '#shared/connectors/source-settings.ts';
import { bucketOf, sha256, uuidV5 } from '#shared/ids.ts';
import { EVENT_PACK_BYTES } from '#shared/pipeline/limits.ts';
import { normalizeEvents } from '#shared/pipeline/normalize-event.ts';
import type { FailedRecord } from '#shared/ports/archive.ts';
import type { Routed } from '#shared/ports/event-streams.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';
import { assertCanonical } from '#shared/schema/is-canonical.ts';
import type { EventPack, RawPack } from '#shared/schema/pack.ts';

export type NormalizedPack = {
  packs: Routed<EventPack>[];
  failures: FailedRecord[];
};

type Group = { bucket: number; events: CanonicalEvent[]; texts: string[]; bytes: number };

/**
 * A raw pack as canonical packs, one or more per bucket of acting entities, and what could not be read. Deterministic:
 * a second delivery makes the same packs with the same ids. Every pack fits a Kinesis record, and every event in it has
 * the canonical form, so that no event can take its whole pack along to the failure bucket.
 */
export function normalizePack(
  pack: RawPack,
  buckets: number,
  settings: PreparedSettings = NO_SETTINGS,
): NormalizedPack {
  const header = { connector: pack.connector, received_at: pack.received_at, settings };
  const open = new Map<number, Group>();
  const groups: Group[] = [];
  const failures: FailedRecord[] = [];
  for (const entry of pack.events) {
    try {
      const read = normalizeEvents(pack.tenant_id, header, entry).map(sized);
      for (const { event, text, bytes } of read) {
        const bucket = bucketOf(event.actor.id, buckets);
        let group = open.get(bucket);
        if (group === undefined || group.bytes + bytes > EVENT_PACK_BYTES) {
          group = { bucket, events: [], texts: [], bytes: 0 };
          open.set(bucket, group);
          groups.push(group);
        }
        group.events.push(event);
        group.texts.push(text);
        group.bytes += bytes + 1;
      }
    } catch (error) {
      failures.push(failureOf(pack, settings, entry, error));
    }
  }
  const packs = groups.map(({ bucket, events, texts }) => ({
    bucket,
    texts,
    pack: {
      v: 1 as const,
      pack_id: uuidV5('event-pack', pack.tenant_id, ...events.map((event) => event.event_id)),
      tenant_id: pack.tenant_id,
      source_id: pack.source_id,
      received_at: pack.received_at,
      events,
    },
  }));
  return { packs, failures };
}

/** @throws Error when the event has not the canonical form, or no pack can hold it. */
function sized(event: CanonicalEvent): { event: CanonicalEvent; text: string; bytes: number } {
  assertCanonical(event);
  const text = JSON.stringify(event);
  const bytes = Buffer.byteLength(text);
  if (bytes > EVENT_PACK_BYTES) throw new Error(`its canonical form is over ${EVENT_PACK_BYTES} bytes`);
  return { event, text, bytes };
}

function failureOf(
  pack: RawPack,
  { mark }: PreparedSettings,
  entry: RawPack['events'][number],
  error: unknown,
): FailedRecord {
  return {
    failure_id: uuidV5(
      'failure',
      pack.tenant_id,
      pack.source_id,
      sha256(entry.raw),
      String(entry.o),
      pack.received_at,
    ),
    source_id: pack.source_id,
    received_at: pack.received_at,
    reason: `the event could not be read: ${reasonOf(error)}`,
    parser: { name: pack.connector, version: parserVersion(pack.connector) + mark },
    o: entry.o,
    raw: entry.raw,
  };
}

/** Well-formed text: a JSON error quotes the event's text, and may cut a surrogate pair in doing so. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : 'unknown reason';
  return text.slice(0, 300).toWellFormed();
}
