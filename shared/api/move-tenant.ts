import { auditOf } from '#shared/api/audit.ts';
import { existingTenant } from '#shared/api/existing.ts';
import { auditForPlatform } from '#shared/api/platform-audit.ts';
import type { RequestContext } from '#shared/api/route.ts';
import type { TenantId } from '#shared/ids.ts';
import type { Ports } from '#shared/ports/ports.ts';
import type { Tenant } from '#shared/schema/tenant.ts';
import { type LifeCycleStep, takeStep } from '#shared/tenants/life-cycle.ts';

/**
 * Takes one step of a tenant's life cycle and records it in the tenant's trail and in the operator's.
 * @throws DomainError `not_found`, or `conflict` where the tenant's status does not allow the step.
 */
export async function moveTenant(
  ports: Ports,
  context: RequestContext,
  tenantId: TenantId,
  action: string,
  step: LifeCycleStep,
): Promise<Tenant> {
  const before = await existingTenant(ports, tenantId);
  const after = takeStep(before, step, context.now);
  if (after === null) return before;
  const target = `tenant/${tenantId}`;
  const [was, is] = [{ status: before.status }, { status: after.status }];
  const audit = auditOf(context, ports.newId(), { action, target, before: was, after: is }, tenantId);
  await ports.tenants.update(tenantId, after, audit);
  await auditForPlatform(ports, context, action, target, was, is);
  return after;
}
