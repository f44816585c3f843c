import type { TenantId } from '#shared/ids.ts';
import type { Archive } from '#shared/ports/archive.ts';
import type { Routed } from '#shared/ports/event-streams.ts';
import type { EventPack } from '#shared/schema/pack.ts';

/** Bytes of raw text that an event carries along; OpenSearch and Lucene take no longer term (32,766 bytes). */
export const MAX_ORIGINAL_BYTES = 32_766;
/** Characters that stay in the event, for people to see and keywords to match. */
const KEPT_CHARACTERS = 8_192;

/**
 * Puts raw texts over `MAX_ORIGINAL_BYTES` into the archive and leaves a pointer (`gatehouse.raw_key`), the size and
 * the beginning in the event. The same event has the same key, so that doing it again changes nothing.
 */
export async function keepLongTexts(
  archive: Pick<Archive, 'keepRaw'>,
  tenantId: TenantId,
  packs: readonly Routed<EventPack>[],
): Promise<void> {
  for (const { pack, texts } of packs)
    for (const [index, event] of pack.events.entries()) {
      const { event_id, attributes } = event;
      const raw = attributes['event.original'];
      // A character is one to three bytes: short texts need no counting.
      if (typeof raw !== 'string' || raw.length * 3 <= MAX_ORIGINAL_BYTES) continue;
      const bytes = Buffer.byteLength(raw);
      if (bytes <= MAX_ORIGINAL_BYTES) continue;
      attributes['gatehouse.raw_key'] = await archive.keepRaw(tenantId, event_id, pack.received_at, raw);
      attributes['gatehouse.raw_bytes'] = bytes;
      attributes['event.original'] = raw.slice(0, KEPT_CHARACTERS).toWellFormed();
      if (texts !== undefined) texts[index] = JSON.stringify(event);
    }
}
