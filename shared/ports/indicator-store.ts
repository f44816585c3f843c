import type { TenantId } from '#shared/ids.ts';
import type { Indicator } from '#shared/schema/indicator.ts';

export type IndicatorStore = {
  /** Keeps the newest version of each; what a newer version no longer names stops matching. The same again changes nothing. */
  put(tenantId: TenantId, indicators: readonly Indicator[], now: Date): Promise<void>;
  /** What this source brought names nothing any more; other feeds' indicators of the same ids stay. Twice is once. */
  withdraw(tenantId: TenantId, sourceId: string): Promise<void>;
  /** Whether the tenant ever had an indicator: most have none, and their events need not be looked up. */
  any(tenantId: TenantId): Promise<boolean>;
  /** Indicators that name any of these values (lower case), also revoked and ended ones, by value. */
  naming(tenantId: TenantId, values: readonly string[]): Promise<ReadonlyMap<string, readonly Indicator[]>>;
};
