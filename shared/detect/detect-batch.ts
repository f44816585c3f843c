import { advanceGroups, type Fed, type WindowPorts } from '#shared/detect/advance-groups.ts';
import { arrivalOf, type Group, groupIn, placeOf } from '#shared/detect/group-events.ts';
import type { Ruleset } from '#shared/detect/load-ruleset.ts';
import { alertOfEvent } from '#shared/detect/make-alert.ts';
import { writeAlerts } from '#shared/detect/write-alerts.ts';
import type { TenantId } from '#shared/ids.ts';
import type { WindowKey } from '#shared/ports/window-store.ts';
import type { AlertDetection } from '#shared/schema/alert.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';

export type DetectPorts = WindowPorts;

export type DetectOutcome = {
  events: number;
  /** Matches of events with rules, also those that only feed correlations. */
  matches: number;
  /** Alerts written, or found written already. */
  alerts: number;
  /** Events that came too late for their window. */
  ignored: number;
  /** Windows that hold less than what happened; their counts may be too low. */
  truncated: number;
};

/** Windows worked on at a time; bounds the memory at about 130 kB each. */
const GROUPS_AT_ONCE = 200;

/**
 * Runs one tenant's events through the ruleset. Correlations go level by level: those that are fed by rules first, then
 * those that their firings feed. Each window is loaded and saved once, then its alerts are written from the saved state:
 * a crash between the two is made good when the batch comes again, since the alerts of every window that the batch
 * touches are written again, by revision, and its firings handed on again, also when nothing in them is new.
 * @throws DomainError `unavailable` when a window stays contended; whatever the ports throw. Run the batch again then.
 */
export async function detectBatch(
  ports: DetectPorts,
  ruleset: Ruleset,
  tenantId: TenantId,
  events: readonly CanonicalEvent[],
  now: Date,
): Promise<DetectOutcome> {
  const levels = Array.from({ length: ruleset.levels }, () => new Map<WindowKey, Group>());
  const alerts = new Map<string, AlertDetection>();
  let matches = 0;
  for (const event of events) {
    for (const { rule, feeds } of ruleset.match(event)) {
      matches++;
      if (feeds.length > 0) takeIn(levels, feeds, event);
      if (!rule.alerts) continue;
      const alert = alertOfEvent(tenantId, rule, event, ruleset.explain);
      alerts.set(alert.alert_id, alert);
    }
  }
  await writeAlerts(ports, tenantId, [...alerts.values()], now);
  const outcome = { events: events.length, matches, alerts: alerts.size, ignored: 0, truncated: 0 };
  // What the windows of this batch hold, for those above; windows that feed none are let go at once.
  const fed: Fed = new Map();
  for (const [level, groups] of levels.entries()) {
    const all = [...groups.values()];
    for (let i = 0; i < all.length; i += GROUPS_AT_ONCE) {
      const part = all.slice(i, i + GROUPS_AT_ONCE);
      const done = await advanceGroups(
        ports,
        tenantId,
        part,
        { fed, above: levels.slice(level + 1), ruleset },
        now,
      );
      outcome.alerts += done.alerts;
      outcome.ignored += done.ignored;
      outcome.truncated += done.truncated;
    }
  }
  return outcome;
}

function takeIn(
  levels: readonly Map<WindowKey, Group>[],
  feeds: ReturnType<Ruleset['match']>[number]['feeds'],
  event: CanonicalEvent,
): void {
  const arrival = arrivalOf(event);
  for (const feed of feeds) {
    const place = placeOf(feed, arrival);
    const groups = levels[feed.correlation.level];
    if (place === undefined || groups === undefined) continue;
    groupIn(groups, feed.correlation, place).contributions.push(place.contribution);
  }
}
