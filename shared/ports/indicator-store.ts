import type { TenantId } from '#shared/ids.ts';
import type { Indicator } from '#shared/schema/indicator.ts';

export type IndicatorStore = {
  /** Keeps the newest version of each; what a newer version no longer names stops matching. The same again changes nothing. */
  put(tenantId: TenantId, indicators: readonly Indicator[], now: Date): Promise<void>;
  /** Indicators that name any of these values (lower case) and are in force at that time, by value. */
  match(
    tenantId: TenantId,
    values: readonly string[],
    at: Date,
  ): Promise<ReadonlyMap<string, readonly Indicator[]>>;
};
