import { bucketOf, sha256, type TenantId, uuidV5 } from '#shared/ids.ts';
import { PACK_BYTES, PACK_EVENTS } from '#shared/pipeline/limits.ts';
import type { Routed } from '#shared/ports/event-streams.ts';
import type { RawPack } from '#shared/schema/pack.ts';

type Origin = { sourceId: string; connector: string; receivedAt: string };

/**
 * Packs the raw events of one request into as few records as fit. The same request again makes the same pack ids,
 * so that a sender's resend is archived and counted once.
 */
export function packRawEvents(
  tenantId: TenantId,
  origin: Origin,
  texts: readonly string[],
  buckets: number,
  seen = new Map<string, number>(),
): Routed<RawPack>[] {
  const chunks: RawPack['events'][] = [];
  let chunk: RawPack['events'] = [];
  let bytes = 0;
  for (const raw of texts) {
    const o = seen.get(raw) ?? 0;
    seen.set(raw, o + 1);
    const size = Buffer.byteLength(raw);
    if (chunk.length >= PACK_EVENTS || (chunk.length > 0 && bytes + size > PACK_BYTES)) {
      chunks.push(chunk);
      chunk = [];
      bytes = 0;
    }
    chunk.push({ o, raw });
    bytes += size;
  }
  if (chunk.length > 0) chunks.push(chunk);
  return chunks.map((events) => {
    const content = sha256(JSON.stringify(events));
    const pack_id = uuidV5('raw-pack', tenantId, origin.sourceId, content);
    return {
      bucket: bucketOf(pack_id, buckets),
      pack: {
        v: 1,
        pack_id,
        tenant_id: tenantId,
        source_id: origin.sourceId,
        connector: origin.connector,
        received_at: origin.receivedAt,
        events,
      },
    };
  });
}
