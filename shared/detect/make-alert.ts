import { membersOf } from '#shared/detect/episodes.ts';
import { type Group, shownGroup } from '#shared/detect/group-events.ts';
import {
  ALERT_EVIDENCE_BYTES,
  EVIDENCE_LIMIT,
  EXPLAINED_EVENTS,
  EXPLANATION_BYTES,
} from '#shared/detect/limits.ts';
import type { Explain } from '#shared/detect/load-ruleset.ts';
import type { DetectionHead } from '#shared/detect/rule.ts';
import { trimEvent } from '#shared/detect/trim-event.ts';
import { eventOfEntry, type WindowState } from '#shared/detect/window-state.ts';
import { type TenantId, uuidV5 } from '#shared/ids.ts';
import { type AlertDetection, severityOfLevel } from '#shared/schema/alert.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';

/** The alert of a rule without correlation: one per event, the same however often the event comes. */
export function alertOfEvent(
  tenantId: TenantId,
  { info, key }: DetectionHead,
  event: CanonicalEvent,
  explain: Explain,
): AlertDetection {
  const at = new Date(event.timestamp).toISOString();
  return {
    alert_id: uuidV5('alert', tenantId, info.id, 'event', event.event_id),
    rule: info,
    severity: severityOfLevel[info.level],
    count: 1,
    first_seen: at,
    last_seen: at,
    group: {},
    evidence: [trimEvent(event, ALERT_EVIDENCE_BYTES)],
    evidence_total: 1,
    explanations: explanationsOf([event], [key], explain),
    truncated: false,
    revision: 1,
  };
}

/** The alerts of a window that any of the given times (Unix milliseconds) lies in, as the window's state tells them. */
export function alertsOfWindow(
  tenantId: TenantId,
  group: Group,
  state: WindowState,
  times: readonly number[],
  explain: Explain,
): AlertDetection[] {
  const { rule, bases } = group.correlation;
  const members = membersOf(rule, state.entries, state.episodes);
  return state.episodes.flatMap((episode, position) => {
    const touched = times.some((at) => at >= episode.from - rule.timespanMs && at <= episode.to);
    if (!touched || episode.revision === 0) return [];
    const evidence = evidenceOf(state, (i) => members[i] === position).slice(-EVIDENCE_LIMIT);
    return {
      alert_id: uuidV5('alert', tenantId, group.key, 'window', String(episode.anchor)),
      rule: rule.info,
      severity: severityOfLevel[rule.info.level],
      count: episode.count,
      first_seen: new Date(episode.first).toISOString(),
      last_seen: new Date(episode.to).toISOString(),
      group: shownGroup(group),
      evidence,
      evidence_total: episode.events,
      explanations: explanationsOf(evidence.slice(-EXPLAINED_EVENTS), bases, explain),
      truncated: episode.truncated,
      revision: episode.revision,
    };
  });
}

/** The events of those entries that the window has whole; an event that several rules match once. */
function evidenceOf({ entries, evidence }: WindowState, isMember: (i: number) => boolean): CanonicalEvent[] {
  const found = new Map<string, CanonicalEvent>();
  for (const [i, entry] of entries.entries()) {
    const event = evidence[entry.id];
    if (event !== undefined && isMember(i)) found.set(eventOfEntry(entry), event);
  }
  return [...found.values()];
}

/** As many as have room, the newest events' first. Words that the alert's copy of an event lacks explain nothing. */
function explanationsOf(
  events: readonly CanonicalEvent[],
  keys: readonly string[],
  explain: Explain,
): AlertDetection['explanations'] {
  let room = EXPLANATION_BYTES;
  const found: AlertDetection['explanations'] = [];
  for (const event of [...events].reverse()) {
    for (const explanation of explain(keys, event)) {
      const one = { event_id: event.event_id, ...explanation };
      room -= Buffer.byteLength(JSON.stringify(one));
      if (room < 0) return found;
      found.push(one);
    }
  }
  return found;
}
