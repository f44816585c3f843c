import type { TenantId } from '#shared/ids.ts';
import type { EventPack, RawPack } from '#shared/schema/pack.ts';

/**
 * One Kinesis record to be: the pack and its bucket, which with the tenant makes the partition key. `texts` are its
 * events as JSON, where they were written already to know their size: writing them again would cost as much once more.
 */
export type Routed<P> = { bucket: number; pack: P; texts?: string[] };

export type EventStreams = {
  /**
   * Puts all packs, trying failed ones again. Resolves only when every record was taken.
   * @throws DomainError `unavailable` when some were still refused at the end (all may be sent again: ids are stable).
   */
  putRaw(tenantId: TenantId, packs: readonly Routed<RawPack>[]): Promise<void>;
  putEvents(tenantId: TenantId, packs: readonly Routed<EventPack>[]): Promise<void>;
};
