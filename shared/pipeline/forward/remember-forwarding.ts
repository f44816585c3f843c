import type { TenantId } from '#shared/ids.ts';
import type { ForwardStore } from '#shared/ports/forward-store.ts';
import type { Forwarding } from '#shared/schema/forwarding.ts';

/** How long a reader goes by what it knows: a new target counts this much later at the latest. */
export const FORWARDING_MS = 15_000;

export type RememberedForwarding = {
  get(tenantId: TenantId, now: Date): Promise<Forwarding | null>;
  /** After a change of one's own. */
  forget(tenantId: TenantId): void;
};

/** Reads where a tenant's events are sent on to, at most once in a quarter of a minute. */
export function rememberForwarding(store: Pick<ForwardStore, 'get'>): RememberedForwarding {
  const known = new Map<TenantId, { until: number; forwarding: Forwarding | null }>();
  return {
    async get(tenantId, now) {
      const remembered = known.get(tenantId);
      if (remembered !== undefined && remembered.until > now.getTime()) return remembered.forwarding;
      const forwarding = await store.get(tenantId);
      known.set(tenantId, { until: now.getTime() + FORWARDING_MS, forwarding });
      return forwarding;
    },
    forget: (tenantId) => void known.delete(tenantId),
  };
}
