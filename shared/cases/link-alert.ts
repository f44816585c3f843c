import { DomainError } from '#shared/errors.ts';
import type { Case, TimelineEntry } from '#shared/schema/case.ts';
import { ALERTS_PER_CASE } from './new-case.ts';
import { timelineOf } from './timeline.ts';

export type LinkChange = { item: Case; timeline: TimelineEntry[] };

/**
 * The case with one more alert; null where it is linked already.
 * @throws DomainError `conflict` for a full case.
 */
export function linkAlert(item: Case, alertId: string, by: string, now: Date): LinkChange | null {
  if (item.alert_ids.includes(alertId)) return null;
  if (item.alert_ids.length >= ALERTS_PER_CASE) {
    throw new DomainError('conflict', `A case holds at most ${ALERTS_PER_CASE} alerts. Open another case.`);
  }
  const changed = nextVersion(item, [...item.alert_ids, alertId], by, now);
  return { item: changed, timeline: lineOf(changed, 'alert_linked', `Alert ${alertId} linked`) };
}

/** The case without the alert. @throws DomainError `not_found` where it is not linked. */
export function unlinkAlert(item: Case, alertId: string, by: string, now: Date): LinkChange {
  if (!item.alert_ids.includes(alertId)) {
    throw new DomainError('not_found', 'There is no such alert in this case.');
  }
  const rest = item.alert_ids.filter((id) => id !== alertId);
  const changed = nextVersion(item, rest, by, now);
  return { item: changed, timeline: lineOf(changed, 'alert_unlinked', `Alert ${alertId} unlinked`) };
}

function nextVersion(item: Case, alertIds: string[], by: string, now: Date): Case {
  return {
    ...item,
    alert_ids: alertIds,
    updated_at: now.toISOString(),
    updated_by: by,
    version: item.version + 1,
  };
}

function lineOf(item: Case, kind: TimelineEntry['kind'], text: string): TimelineEntry[] {
  return timelineOf(item, item.updated_by, item.updated_at, `version ${item.version}`, [{ kind, text }]);
}
