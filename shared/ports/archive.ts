import type { TenantId } from '#shared/ids.ts';
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

export type Archive = {
  /**
   * One object per pack under `<tenant>/<yyyy>/<mm>/<dd>/<hh>/`, counted once on the source's health. Packs that are
   * stored already change nothing.
   */
  store(tenantId: TenantId, packs: readonly EventPack[]): Promise<void>;
  /** Keeps failures in the failure bucket and counts each once on the source's health. */
  fail(tenantId: TenantId, failures: readonly FailedRecord[]): Promise<void>;
  /** A record whose tenant can't be told (not JSON, not ours); returns after it is safe. */
  failUnreadable(stream: string, sequence: string, data: Uint8Array, reason: string): Promise<void>;
  /** Deletes archived hours before the given time. Returns how many objects went. */
  dropExpired(tenantId: TenantId, before: Date): Promise<number>;
};
