import type { TenantId } from '#shared/ids.ts';
import type { Page, PageRequest } from '#shared/ports/page.ts';
import type { CanonicalEvent, EventSchema } from '#shared/schema/event.ts';
import type { EventPack } from '#shared/schema/pack.ts';

/** An event or record that could not be processed; kept with what is needed to replay it. */
export type FailedRecord = {
  /** Deterministic, so that a second delivery overwrites instead of doubling. */
  failure_id: string;
  source_id: string;
  received_at: string;
  reason: string;
  parser: { name: string; version: string };
  /** How many earlier events of its request had the same text (`RawPack`): a replay then names the same event. */
  o: number;
  /** The raw text; base64 where it was not text. */
  raw: string;
};

/** A second form in which packs are kept under a prefix of its own; replay and rebuild read the canonical one alone. */
export type ArchiveCopy = {
  schema: Exclude<EventSchema, 'canonical'>;
  translate(event: CanonicalEvent): object;
};

/** Time of receipt, from the first moment to before the second. */
export type ArchiveRange = { from: Date; to: Date };
/** A pack as it lies in the archive. */
export type ArchivedPack = Pick<EventPack, 'pack_id' | 'source_id' | 'received_at' | 'events'> & {
  /** Which writing of it was read: it is replaced only while it is still that one. */
  seen: string;
};

/** Stands for the parser of what no parser saw, such as an event that is too large: a replay would change nothing. */
export const REFUSED_AT_THE_DOOR = { name: 'ingest', version: '1' } as const;

export type Archive = {
  /**
   * One object per pack under `<tenant>/<yyyy>/<mm>/<dd>/<hh>/`, counted once on the source's health. Packs that are
   * stored already change nothing.
   */
  store(tenantId: TenantId, packs: readonly EventPack[], copy?: ArchiveCopy | null): Promise<void>;
  /**
   * As `store`, but nothing is counted: for marked events of validations, which say nothing about their source. Written
   * again when they come again.
   */
  storeUncounted(tenantId: TenantId, packs: readonly EventPack[]): Promise<void>;
  /** Whether the pack of that id, received in the hour of `at` (RFC 3339) or the next, is kept. */
  holds(tenantId: TenantId, packId: string, at: string): Promise<boolean>;
  /** Removes that pack; gone already is done. */
  drop(tenantId: TenantId, packId: string, at: string): Promise<void>;
  /** Keeps failures in the failure bucket and counts each once on the source's health. */
  fail(tenantId: TenantId, failures: readonly FailedRecord[]): Promise<void>;
  /** Keeps the raw text of one event beside the hour's packs. Returns its key; the same event always has the same one. */
  keepRaw(tenantId: TenantId, eventId: string, receivedAt: string, raw: string): Promise<string>;
  /** A record whose tenant can't be told (not JSON, not ours); returns after it is safe. */
  failUnreadable(stream: string, sequence: string, data: Uint8Array, reason: string): Promise<void>;
  /**
   * Canonical events that came in the range, by hour of receipt; a page holds fewer than asked for where they are large,
   * and may be empty before the last one.
   */
  read(tenantId: TenantId, range: ArchiveRange, page: PageRequest): Promise<Page<CanonicalEvent>>;
  /**
   * The packs of one source that came in the range, by hour of receipt; a page may hold fewer than asked for, and none
   * before the last one. Packs that were kept before their source was written beside them are not among them.
   */
  readPacks(
    tenantId: TenantId,
    range: ArchiveRange & { sourceId: string },
    page: PageRequest,
  ): Promise<Page<ArchivedPack>>;
  /** Writes a pack anew in its place, uncounted. False when it was written or deleted since it was read: read it again. */
  replace(tenantId: TenantId, pack: ArchivedPack, copy?: ArchiveCopy | null): Promise<boolean>;
  /** Deletes archived hours before the given time, translated ones too. Returns how many objects went. */
  dropExpired(tenantId: TenantId, before: Date): Promise<number>;
};
