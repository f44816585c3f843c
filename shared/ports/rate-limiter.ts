import type { TenantId } from '#shared/ids.ts';

export type RateDecision = { allowed: true } | { allowed: false; retryAfterSeconds: number };

export type RateLimiter = {
  /**
   * Takes `cost` units of a tenant's allowance under `name`: `perSecond` on average, bursts up to `burstSeconds` of it.
   * A cost above the whole burst is allowed when the allowance is full, and then pays for itself in waiting time.
   */
  take(
    tenantId: TenantId,
    name: 'events' | 'requests',
    cost: number,
    limit: { perSecond: number; burstSeconds: number },
    now: Date,
  ): Promise<RateDecision>;
};
