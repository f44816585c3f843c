import { auditOf } from '#shared/api/audit.ts';
import type { RequestContext } from '#shared/api/route.ts';
import { PLATFORM_TENANT } from '#shared/ids.ts';
import type { Ports } from '#shared/ports/ports.ts';

/**
 * The operator's own trail of a tenant's life cycle. The tenant's trail holds the same change, but goes when the tenant
 * is purged; this one stays.
 */
export async function auditForPlatform(
  ports: Ports,
  context: RequestContext,
  action: string,
  target: string,
  before: Record<string, unknown> | null,
  after: Record<string, unknown> | null,
): Promise<void> {
  const record = auditOf(context, ports.newId(), { action, target, before, after }, PLATFORM_TENANT);
  await ports.audit.append(PLATFORM_TENANT, record);
}
