import { type AuditRecord, auditRecordSchema } from '#shared/schema/audit.ts';
import type { ResourceContext } from '#shared/tenants/provisioning/resource.ts';

/** The audit record of a change that provisioning makes in Gatehouse itself, under the name of who asked for it. */
export function provisioningAudit(
  context: ResourceContext,
  action: string,
  target: string,
  before: Record<string, unknown> | null,
  after: Record<string, unknown> | null,
): AuditRecord {
  const { id, email, role } = context.by;
  const known = auditRecordSchema.shape.actor.shape.role.safeParse(role);
  return {
    audit_id: context.newId(),
    tenant_id: context.tenantId,
    at: context.now().toISOString(),
    actor: { id, email, role: known.success ? known.data : 'system' },
    action,
    target,
    before,
    after,
    request_id: context.requestId,
  };
}
