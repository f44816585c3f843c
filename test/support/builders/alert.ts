import { randomUUID } from 'node:crypto';
import { tenantIdSchema } from '#shared/ids.ts';
import { type Alert, alertSchema } from '#shared/schema/alert.ts';

/** An open alert of the seed rule without evidence, with an id of its own. */
export function buildAlert(tenantId = 'acme', given: Partial<Alert> = {}): Alert {
  return alertSchema.parse({
    alert_id: randomUUID(),
    tenant_id: tenantIdSchema.parse(tenantId),
    rule: { id: 'rule-1', title: 'Many failed logins', level: 'medium', tags: [] },
    severity: 5,
    status: 'open',
    assignee: null,
    count: 10,
    first_seen: '2026-11-22T09:55:00.000Z',
    last_seen: '2026-11-22T09:59:00.000Z',
    group: { 'actor.id': 'alice' },
    evidence: [],
    evidence_total: 10,
    case_id: null,
    created_at: '2026-11-22T10:00:00.000Z',
    updated_at: '2026-11-22T10:00:00.000Z',
    version: 1,
    ...given,
  });
}
