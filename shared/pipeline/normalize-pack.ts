import { bucketOf, sha256, uuidV5 } from '#shared/ids.ts';
import { normalizeEvent } from '#shared/pipeline/normalize-event.ts';
import type { FailedRecord } from '#shared/ports/archive.ts';
import type { Routed } from '#shared/ports/event-streams.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';
import type { EventPack, RawPack } from '#shared/schema/pack.ts';

export type NormalizedPack = {
  packs: Routed<EventPack>[];
  failures: FailedRecord[];
};

/**
 * A raw pack as canonical packs, one per bucket of acting entities, and what could not be read. Deterministic: a
 * second delivery makes the same packs with the same ids.
 */
export function normalizePack(pack: RawPack, buckets: number): NormalizedPack {
  const byBucket = new Map<number, CanonicalEvent[]>();
  const failures: FailedRecord[] = [];
  for (const entry of pack.events) {
    try {
      const event = normalizeEvent(pack.tenant_id, pack, entry);
      const bucket = bucketOf(event.actor.id, buckets);
      const events = byBucket.get(bucket);
      if (events === undefined) byBucket.set(bucket, [event]);
      else events.push(event);
    } catch (error) {
      failures.push(failureOf(pack, entry, error));
    }
  }
  const packs = [...byBucket].map(([bucket, events]) => ({
    bucket,
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

function failureOf(pack: RawPack, entry: RawPack['events'][number], error: unknown): FailedRecord {
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
    reason: `the event could not be read: ${error instanceof Error ? error.message.slice(0, 300) : 'unknown reason'}`,
    parser: { name: pack.connector, version: '1.0.0' },
    raw: entry.raw,
  };
}
