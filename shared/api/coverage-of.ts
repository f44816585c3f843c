import { rulesetOf } from '#shared/api/ruleset-of.ts';
import { enterpriseAttack } from '#shared/attack/attack-model.ts';
import { type Coverage, computeCoverage } from '#shared/attack/coverage.ts';
import type { TenantId } from '#shared/ids.ts';
import type { Ports } from '#shared/ports/ports.ts';

const DAY_MS = 24 * 3_600_000;
/** A source is fresh when such events came within a day. */
export const FRESH_MS = DAY_MS;
/** How far back a source that is silent now is still known. */
const KNOWN_MS = 30 * DAY_MS;

/** What a tenant's rules can see at this moment. */
export async function coverageOf(
  ports: Pick<Ports, 'content' | 'rules'>,
  tenantId: TenantId,
  now: Date,
): Promise<Coverage> {
  const ago = (ms: number) => new Date(now.getTime() - ms).toISOString();
  const [rulesOff, imported, kinds] = await Promise.all([
    ports.content.rulesOff(tenantId),
    ports.content.importedRules(tenantId),
    ports.content.kindsSince(tenantId, ago(KNOWN_MS)),
  ]);
  return computeCoverage({
    model: enterpriseAttack(),
    ruleset: rulesetOf(ports),
    rulesOff,
    imported,
    // What is noted is exact to the hour.
    arrivals: { kinds, freshSince: `${ago(FRESH_MS).slice(0, 13)}:00:00.000Z` },
  });
}
