import type { TenantId } from '#shared/ids.ts';
import type { ContentStore } from '#shared/ports/content-store.ts';

/** How long a switched rule may go on as before. */
export const RULES_OFF_MS = 15_000;

/** Reads which rules a tenant switched off, at most once in a quarter of a minute. `now` is in Unix milliseconds. */
export function rememberRulesOff(
  content: Pick<ContentStore, 'rulesOff'>,
): (tenantId: TenantId, now: number) => Promise<ReadonlySet<string>> {
  const known = new Map<TenantId, { until: number; off: Set<string> }>();
  return async (tenantId, now) => {
    const remembered = known.get(tenantId);
    if (remembered !== undefined && remembered.until > now) return remembered.off;
    const off = await content.rulesOff(tenantId);
    known.set(tenantId, { until: now + RULES_OFF_MS, off });
    return off;
  };
}
