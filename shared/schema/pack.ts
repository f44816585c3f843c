import { z } from 'zod';
import { tenantIdSchema } from '#shared/ids.ts';
import { canonicalEventSchema } from '#shared/schema/event.ts';

/**
 * What one Kinesis record holds: many events of one tenant and source. Packing keeps the cost per event near
 * the cost of its bytes (Kinesis bills and limits records, not only bytes: 1,000 records/s and 1 MiB/s a shard).
 */
const packHeader = {
  v: z.literal(1),
  /** UUIDv5 over the content: the same pack sent again has the same id, which makes archive and counts idempotent. */
  pack_id: z.uuid(),
  tenant_id: tenantIdSchema,
  /** The data source whose token sent it; `user` where a signed-in user pushed it. */
  source_id: z.string(),
  /** When the ingest endpoint took it, RFC 3339 in UTC. */
  received_at: z.iso.datetime(),
};

export const rawPackSchema = z.strictObject({
  ...packHeader,
  /** The source's connector, or `auto` to tell by the event's shape. */
  connector: z.string(),
  /** `o` counts earlier events of the request with the same text, so that true repeats in one batch stay apart. */
  events: z.array(z.strictObject({ o: z.number().int().min(0), raw: z.string() })),
});
export type RawPack = z.infer<typeof rawPackSchema>;

export const eventPackSchema = z.strictObject({
  ...packHeader,
  events: z.array(canonicalEventSchema),
  /** Events that were archived, counted and sent on before, and come again, adapted, for detection alone. */
  again: z.literal(true).optional(),
});
export type EventPack = z.infer<typeof eventPackSchema>;

/** An event pack whose events are still to be looked at. */
export const openEventPackSchema = eventPackSchema.extend({ events: z.array(z.unknown()) });
