import type { TenantId } from '#shared/ids.ts';
import type { IndicatorStore } from '#shared/ports/indicator-store.ts';
import type { Indicator } from '#shared/schema/indicator.ts';

/** How long a new or revoked indicator may go unnoticed. */
export const INDICATORS_MS = 60_000;

/** Values that are remembered for one tenant; beyond that it begins anew. */
const MAX_VALUES = 50_000;

/** Looks up values (lower case), which are asked for only where the tenant has feeds; `now` in Unix milliseconds. */
export type IndicatorLookup = (
  tenantId: TenantId,
  observed: () => ReadonlySet<string>,
  now: number,
) => Promise<ReadonlyMap<string, readonly Indicator[]>>;

type Known = { until: number; values: Map<string, readonly Indicator[]> };

/** Looks each value up at most once a minute, also those that nobody names, and none for tenants without indicators. */
export function rememberIndicators(store: Pick<IndicatorStore, 'any' | 'naming'>): IndicatorLookup {
  const having = new Map<TenantId, { until: number; any: boolean }>();
  const known = new Map<TenantId, Known>();

  async function hasAny(tenantId: TenantId, now: number): Promise<boolean> {
    const remembered = having.get(tenantId);
    if (remembered !== undefined && remembered.until > now) return remembered.any;
    const any = await store.any(tenantId);
    having.set(tenantId, { until: now + INDICATORS_MS, any });
    return any;
  }

  return async (tenantId, observed, now) => {
    const found = new Map<string, readonly Indicator[]>();
    if (!(await hasAny(tenantId, now))) return found;
    const values = observed();
    let own = known.get(tenantId);
    if (own === undefined || own.until <= now || own.values.size > MAX_VALUES) {
      own = { until: now + INDICATORS_MS, values: new Map() };
      known.set(tenantId, own);
    }
    const unknown = [...values].filter((value) => !own.values.has(value));
    if (unknown.length > 0) {
      const named = await store.naming(tenantId, unknown);
      for (const value of unknown) own.values.set(value, named.get(value) ?? []);
    }
    for (const value of values) {
      const named = own.values.get(value) ?? [];
      if (named.length > 0) found.set(value, named);
    }
    return found;
  };
}
