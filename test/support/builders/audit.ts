import { randomUUID } from 'node:crypto';
import { tenantIdSchema } from '#shared/ids.ts';
import { type AuditRecord, auditRecordSchema } from '#shared/schema/audit.ts';

/** An audit record of a tenant admin's change, with an id of its own. */
export function buildAudit(tenantId = 'acme', given: Partial<AuditRecord> = {}): AuditRecord {
  return auditRecordSchema.parse({
    audit_id: randomUUID(),
    tenant_id: tenantIdSchema.parse(tenantId),
    at: '2026-11-22T10:00:00.000Z',
    actor: { id: 'user-1', email: 'admin@acme.example', role: 'tenant_admin' },
    action: 'updateCase',
    target: 'case/1',
    before: null,
    after: null,
    request_id: 'request-1',
    ...given,
  });
}
