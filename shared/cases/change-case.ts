import { type Changes, changesBetween } from '#shared/changes.ts';
import { DomainError } from '#shared/errors.ts';
import type { Case, TimelineEntry } from '#shared/schema/case.ts';
import { timelineOf } from './timeline.ts';

export type CaseChange = Partial<Pick<Case, 'title' | 'description' | 'status' | 'severity' | 'assignee'>>;

/** A closed case is reopened before it is worked on again; it is not resolved a second time while closed. */
const nextStatuses: Readonly<Record<Case['status'], readonly Case['status'][]>> = {
  open: ['in_progress', 'resolved', 'closed'],
  in_progress: ['open', 'resolved', 'closed'],
  resolved: ['open', 'in_progress', 'closed'],
  closed: ['open', 'in_progress'],
};

/**
 * The changed case, its line in the timeline and what differs; null where nothing does.
 * @throws DomainError `version_conflict` for an outdated version, `conflict` for a status that can't follow.
 */
export function changeCase(
  item: Case,
  version: number,
  change: CaseChange,
  by: string,
  now: Date,
): { item: Case; timeline: TimelineEntry[]; changes: Changes } | null {
  if (version !== item.version) {
    throw new DomainError('version_conflict', 'The case was changed meanwhile. Read it again and repeat.', {
      current_version: item.version,
    });
  }
  const changes = changesBetween(item, change);
  const fields = Object.keys(changes);
  if (fields.length === 0) return null;
  const status = change.status ?? item.status;
  if (status !== item.status && !nextStatuses[item.status].includes(status)) {
    throw new DomainError(
      'conflict',
      `A case that is ${item.status} can't become ${status}, only ${nextStatuses[item.status].join(' or ')}.`,
      { status: item.status, allowed: [...nextStatuses[item.status]] },
    );
  }
  const at = now.toISOString();
  const changed: Case = {
    ...item,
    ...change,
    closed_at: status === 'closed' ? (item.closed_at ?? at) : null,
    updated_at: at,
    updated_by: by,
    version: item.version + 1,
  };
  const happening = { kind: 'updated' as const, text: `Changed ${fields.join(', ')}`, changes };
  return {
    item: changed,
    timeline: timelineOf(changed, by, at, `version ${changed.version}`, [happening]),
    changes,
  };
}
