import { randomUUID } from 'node:crypto';
import { tenantIdSchema } from '#shared/ids.ts';
import { type Case, caseSchema, type TimelineEntry, timelineEntrySchema } from '#shared/schema/case.ts';

/** An open case without alerts, with an id of its own. */
export function buildCase(tenantId = 'acme', given: Partial<Case> = {}): Case {
  return caseSchema.parse({
    case_id: randomUUID(),
    tenant_id: tenantIdSchema.parse(tenantId),
    title: 'Many failed logins of alice',
    description: '',
    status: 'open',
    severity: 'medium',
    assignee: null,
    alert_ids: [],
    created_at: '2026-11-22T10:00:00.000Z',
    created_by: 'user-1',
    updated_at: '2026-11-22T10:00:00.000Z',
    updated_by: 'user-1',
    closed_at: null,
    version: 1,
    ...given,
  });
}

/** The first line of a case's timeline, with an id of its own. */
export function buildTimelineEntry(item: Case, given: Partial<TimelineEntry> = {}): TimelineEntry {
  return timelineEntrySchema.parse({
    entry_id: randomUUID(),
    tenant_id: item.tenant_id,
    case_id: item.case_id,
    kind: 'created',
    at: item.created_at,
    by: item.created_by,
    text: '',
    changes: {},
    ...given,
  });
}
