import type { RequestContext } from '#shared/api/route.ts';
import type { TenantId } from '#shared/ids.ts';
import type { AuditRecord } from '#shared/schema/audit.ts';

type Change = {
  action: string;
  /** The thing it was done to, such as `case/7c9e…`. */
  target: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
};

/** The audit record of one change by the request's caller. `tenantId` differs from the context's on platform routes. */
export function auditOf(
  context: RequestContext,
  auditId: string,
  change: Change,
  tenantId: TenantId = context.tenantId,
): AuditRecord {
  const { userId, email, role } = context.caller;
  return {
    audit_id: auditId,
    tenant_id: tenantId,
    at: context.now.toISOString(),
    actor: { id: userId, email, role },
    ...change,
    request_id: context.requestId,
  };
}
