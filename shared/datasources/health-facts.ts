import { connectorPulls } from '#shared/datasources/connector-pulls.ts';
import type { HealthFacts } from '#shared/datasources/health.ts';
import { USUAL_DAYS } from '#shared/datasources/rates.ts';
import type { TenantId } from '#shared/ids.ts';
import type { Ports } from '#shared/ports/ports.ts';
import type { Source } from '#shared/schema/source.ts';

/** All that a source's health is judged by. */
export async function healthFactsOf(
  { sources }: Pick<Ports, 'sources'>,
  tenantId: TenantId,
  source: Source,
  now: Date,
) {
  const since = new Date(now.getTime() - (USUAL_DAYS * 24 + 2) * 3_600_000).toISOString();
  const isPulled = connectorPulls(source);
  const [health, hours, poller] = await Promise.all([
    sources.health(tenantId, source.source_id),
    sources.hours(tenantId, source.source_id, since),
    isPulled ? sources.poller(tenantId, source.source_id) : null,
  ]);
  return { source, health, hours, isPulled, poller } satisfies HealthFacts;
}
