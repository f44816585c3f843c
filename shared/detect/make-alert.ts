import { membersOf } from '#shared/detect/episodes.ts';
import { ALERT_EVIDENCE_BYTES, EVIDENCE_LIMIT } from '#shared/detect/limits.ts';
import type { CorrelationRule, DetectionRule } from '#shared/detect/rule.ts';
import { trimEvent } from '#shared/detect/trim-event.ts';
import type { WindowState } from '#shared/detect/window-state.ts';
import { type TenantId, uuidV5 } from '#shared/ids.ts';
import type { WindowKey } from '#shared/ports/window-store.ts';
import { type AlertDetection, severityOfLevel } from '#shared/schema/alert.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';

/** The alert of a rule without correlation: one per event, the same however often the event comes. */
export function alertOfEvent(
  tenantId: TenantId,
  { info }: DetectionRule,
  event: CanonicalEvent,
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
    revision: 1,
  };
}

/** The alerts of a window that any of the given times (Unix milliseconds) lies in, as the window's state tells them. */
export function alertsOfWindow(
  tenantId: TenantId,
  { key, rule, group }: { key: WindowKey; rule: CorrelationRule; group: Record<string, string> },
  state: WindowState,
  times: readonly number[],
): AlertDetection[] {
  const members = membersOf(rule, state.entries, state.episodes);
  return state.episodes.flatMap((episode, position) => {
    const touched = times.some((at) => at >= episode.from - rule.timespanMs && at <= episode.to);
    if (!touched || episode.revision === 0) return [];
    const evidence = state.entries
      .filter((_, i) => members[i] === position)
      .flatMap(({ id }) => state.evidence[id] ?? []);
    return {
      alert_id: uuidV5('alert', tenantId, key, 'window', String(episode.anchor)),
      rule: rule.info,
      severity: severityOfLevel[rule.info.level],
      count: episode.count,
      first_seen: new Date(episode.first).toISOString(),
      last_seen: new Date(episode.to).toISOString(),
      group,
      evidence: evidence.slice(-EVIDENCE_LIMIT),
      evidence_total: episode.events,
      revision: episode.revision,
    };
  });
}
