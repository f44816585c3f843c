import { gunzipSync, gzipSync } from 'node:zlib';
import type { z } from 'zod';
import { isOurs } from '#shared/schema/is-canonical.ts';
import {
  type EventPack,
  eventPackSchema,
  openEventPackSchema,
  type RawPack,
  rawPackSchema,
} from '#shared/schema/pack.ts';

/** Below this the gzip header costs more than it saves. */
const GZIP_FROM_BYTES = 512;

/**
 * Most bytes that a record may unpack to. We cut packs at `PACK_BYTES` of raw text (pack-events.ts), and canonical
 * events are a few times their raw text; a record over this was not written by us.
 */
const MAX_UNPACKED_BYTES = 32 * 1024 * 1024;

/**
 * A pack as the bytes of one Kinesis record: JSON, gzip at its fastest level (about a fifth of the size). `texts` are
 * its events as JSON where the caller has them.
 */
export function encodePack(pack: RawPack | EventPack, texts?: readonly string[]): Uint8Array {
  const json = Buffer.from(texts === undefined ? JSON.stringify(pack) : joined(pack, texts));
  return json.length < GZIP_FROM_BYTES ? json : gzipSync(json, { level: 1 });
}

/** The pack's JSON with its events as they were written already. */
function joined(pack: RawPack | EventPack, texts: readonly string[]): string {
  const { events: _, ...header } = pack;
  return `${JSON.stringify(header).slice(0, -1)},"events":[${texts.join(',')}]}`;
}

/** @throws Error when the bytes are not a raw pack; the record then goes to the failure bucket as it is. */
export function decodeRawPack(data: Uint8Array): RawPack {
  return decode(data, rawPackSchema);
}

/**
 * A pack speaks for one tenant: an event of another inside it is damage, and must reach neither's data.
 * @throws Error when the bytes are not an event pack; the record then goes to the failure bucket as it is.
 */
export function decodeEventPack(data: Uint8Array): EventPack {
  const open = decode(data, openEventPackSchema);
  // Three functions read every event: those in our own form are not parsed again, which would cost more than reading them.
  const pack = areOurs(open) ? open : eventPackSchema.parse(open);
  if (pack.events.some(({ tenant_id }) => tenant_id !== pack.tenant_id)) {
    throw new Error('the pack holds an event of another tenant');
  }
  return pack;
}

function areOurs(pack: z.infer<typeof openEventPackSchema>): pack is EventPack {
  return pack.events.every(isOurs);
}

function decode<T>(data: Uint8Array, schema: z.ZodType<T>): T {
  const bytes = isGzip(data) ? gunzipSync(data, { maxOutputLength: MAX_UNPACKED_BYTES }) : data;
  return schema.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
}

/** RFC 1952 section 2.3.1: every gzip member starts with 1f 8b. */
export function isGzip(data: Uint8Array): boolean {
  return data[0] === 0x1f && data[1] === 0x8b;
}
