import type { TenantId } from '#shared/ids.ts';
import type { Case, TimelineEntry } from '#shared/schema/case.ts';
import { type Happening, timelineOf } from './timeline.ts';

export type NewCase = Pick<Case, 'title' | 'description' | 'severity' | 'assignee' | 'alert_ids'>;

/**
 * Most alerts that a case is created with. DynamoDB's transactions hold 100 items, and each alert takes two (itself
 * and its line in the timeline); more are linked one by one, up to `ALERTS_PER_CASE`.
 */
export const ALERTS_AT_CREATION = 40;

/** Most alerts that a case holds (`caseSchema`). */
export const ALERTS_PER_CASE = 500;

/** An open case and the first lines of its timeline. `by` is the author's e-mail, or the name of a function. */
export function newCase(
  tenantId: TenantId,
  caseId: string,
  wanted: NewCase,
  by: string,
  now: Date,
): { item: Case; timeline: TimelineEntry[] } {
  const at = now.toISOString();
  const item: Case = {
    case_id: caseId,
    tenant_id: tenantId,
    ...wanted,
    alert_ids: [...new Set(wanted.alert_ids)],
    status: 'open',
    created_at: at,
    created_by: by,
    updated_at: at,
    updated_by: by,
    closed_at: null,
    version: 1,
  };
  const happenings: Happening[] = [
    { kind: 'created', text: `Case opened: ${item.title}` },
    ...item.alert_ids.map((id): Happening => ({ kind: 'alert_linked', text: `Alert ${id} linked` })),
  ];
  return { item, timeline: timelineOf(item, by, at, 'created', happenings) };
}
