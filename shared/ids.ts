import { createHash, hash } from 'node:crypto';
import { z } from 'zod';

/**
 * A tenant's id is its customer code: short, lower-case, immutable, and never the prefix of another's, so
 * that it can stand in index names, object keys and wildcard patterns without ever meeting a neighbour's.
 */
export const tenantIdSchema = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,14}[a-z0-9]$/,
    'must be 2 to 16 characters of a-z, 0-9 and "-", starting with a letter and not ending with "-"',
  )
  .brand<'TenantId'>();

export type TenantId = z.infer<typeof tenantIdSchema>;

/** Where platform-wide audit records and counters live; not a valid customer code for a customer. */
export const PLATFORM_TENANT = 'platform' as TenantId;

/** Codes that no customer may take: they would read as ours in names and logs. */
export const reservedCodes: ReadonlySet<string> = new Set([
  'platform',
  'gatehouse',
  'system',
  'admin',
  // Lambda leaves discarded batches of all tenants under `aws/` in the failure bucket, where a tenant has `<code>/`.
  'aws',
]);

/** Fixed namespace of all Gatehouse UUIDv5 ids (RFC 9562 section 5.5). */
const NAMESPACE = Buffer.from('8f0ac5f21b7c4c63a1d29f6f5c0e7a44', 'hex');

/** One text at a time is hashed, so one place to write it suffices; longer ones take a place of their own. */
const SCRATCH = Buffer.alloc(64 * 1024);
NAMESPACE.copy(SCRATCH);
/** Bytes of one UTF-16 unit in UTF-8 at most. */
const UTF8 = 3;

/** Name-based UUID (version 5) over the parts, joined so that no two lists of parts can collide. */
export function uuidV5(...parts: readonly string[]): string {
  let name = '';
  for (let i = 0; i < parts.length; i++) name += `${bytesOf(parts[i] as string)}:${parts[i]};`;
  const start = NAMESPACE.length;
  const space = start + name.length * UTF8;
  const bytes = space <= SCRATCH.length ? SCRATCH : Buffer.concat([NAMESPACE, Buffer.alloc(space)]);
  const end = start + bytes.write(name, start, 'utf8');
  // A plain view: a Buffer's own costs as much as half the hash.
  const hex = hash('sha1', new Uint8Array(bytes.buffer, bytes.byteOffset, end), 'hex');
  const variant = '89ab'[Number.parseInt(hex[16] ?? '0', 16) & 0x3];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Up to so many characters, counting them here is cheaper than asking. */
const SHORT = 24;

function bytesOf(text: string): number {
  if (text.length > SHORT) return Buffer.byteLength(text);
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return Buffer.byteLength(text);
  return text.length;
}

/** SHA-256 as lower-case hex: how source tokens are stored and request bodies are compared. */
export function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Stable bucket 0 … buckets-1 of a key: FNV-1a, 32 bit. Spreads one tenant over shards, keeps one entity together. */
export function bucketOf(key: string, buckets: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % buckets;
}
