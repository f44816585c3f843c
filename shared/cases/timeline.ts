import type { Changes } from '#shared/changes.ts';
import { uuidV5 } from '#shared/ids.ts';
import type { Case, TimelineEntry } from '#shared/schema/case.ts';

/** What happened, without where and when. */
export type Happening = Pick<TimelineEntry, 'kind' | 'text'> & { changes?: Changes };

/**
 * Timeline entries of one change, in this order also when sorted by time and id. Their ids follow from `changeId`, so
 * that the same change written twice is written once.
 */
export function timelineOf(
  item: Pick<Case, 'tenant_id' | 'case_id'>,
  by: string,
  at: string,
  changeId: string,
  happenings: readonly Happening[],
): TimelineEntry[] {
  const base = uuidV5('timeline', item.tenant_id, item.case_id, changeId);
  return happenings.map(({ kind, text, changes }, i) => ({
    entry_id: `${base}-${String(i).padStart(3, '0')}`,
    tenant_id: item.tenant_id,
    case_id: item.case_id,
    kind,
    at,
    by,
    text,
    changes: changes ?? {},
  }));
}
