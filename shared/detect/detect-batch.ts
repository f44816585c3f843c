import { type Advance, advanceWindow } from '#shared/detect/advance-window.ts';
import { concurrently } from '#shared/detect/concurrently.ts';
import { addToGroup, type Group } from '#shared/detect/group-events.ts';
import { EXPIRY_MARGIN_MS, LATENESS_MS } from '#shared/detect/limits.ts';
import type { Ruleset } from '#shared/detect/load-ruleset.ts';
import { alertOfEvent, alertsOfWindow } from '#shared/detect/make-alert.ts';
import { decodeWindow, emptyWindow, encodeWindow } from '#shared/detect/window-state.ts';
import { DomainError } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import type { AlertStore } from '#shared/ports/alert-store.ts';
import type { StoredWindow, WindowKey, WindowStore, WindowWrite } from '#shared/ports/window-store.ts';
import type { AlertDetection } from '#shared/schema/alert.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';

export type DetectPorts = { windows: WindowStore; alerts: Pick<AlertStore, 'upsert'> };

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
const ALERTS_AT_ONCE = 16;
/** Another reader wrote the same window between our load and our save; each attempt loads anew. */
const ATTEMPTS = 10;

/**
 * Runs one tenant's events through the ruleset. Each window is loaded and saved once, then its alerts are written from
 * the saved state: a crash between the two is made good when the batch comes again, since the alerts of every window
 * that the batch touches are written again, by revision, also when nothing in them is new.
 * @throws DomainError `unavailable` when a window stays contended; whatever the ports throw. Run the batch again then.
 */
export async function detectBatch(
  ports: DetectPorts,
  ruleset: Ruleset,
  tenantId: TenantId,
  events: readonly CanonicalEvent[],
  now: Date,
): Promise<DetectOutcome> {
  const outcome: DetectOutcome = { events: events.length, matches: 0, alerts: 0, ignored: 0, truncated: 0 };
  const groups = new Map<WindowKey, Group>();
  const alerts = new Map<string, AlertDetection>();
  for (const event of events) {
    for (const { rule, correlations } of ruleset.match(event)) {
      outcome.matches++;
      for (const correlation of correlations) addToGroup(groups, correlation, event);
      if (!rule.alerts) continue;
      const alert = alertOfEvent(tenantId, rule, event);
      alerts.set(alert.alert_id, alert);
    }
  }
  await writeAlerts(ports, tenantId, [...alerts.values()], now, outcome);
  const all = [...groups.values()];
  for (let i = 0; i < all.length; i += GROUPS_AT_ONCE) {
    await advanceGroups(ports, tenantId, all.slice(i, i + GROUPS_AT_ONCE), now, outcome);
  }
  return outcome;
}

async function advanceGroups(
  ports: DetectPorts,
  tenantId: TenantId,
  groups: readonly Group[],
  now: Date,
  outcome: DetectOutcome,
): Promise<void> {
  let waiting = groups;
  for (let attempt = 0; waiting.length > 0; attempt++) {
    if (attempt === ATTEMPTS) {
      throw new DomainError(
        'unavailable',
        'Correlation windows are being written by others: run the batch again.',
        {
          windows: waiting.length,
        },
      );
    }
    const stored = await ports.windows.load(
      tenantId,
      waiting.map(({ key }) => key),
    );
    const steps = waiting.map((group) => advanceGroup(group, stored.get(group.key), now));
    const writes = steps.flatMap(({ write }) => write ?? []);
    const conflicts = new Set(writes.length === 0 ? [] : await ports.windows.save(tenantId, writes));
    const done = steps.filter(({ group }) => !conflicts.has(group.key));
    for (const { ignored, state } of done) {
      outcome.ignored += ignored;
      if (state.truncated) outcome.truncated++;
    }
    const alerts = done.flatMap(({ group, complete }) =>
      alertsOfWindow(
        tenantId,
        group,
        complete,
        group.contributions.map(({ at }) => at),
      ),
    );
    await writeAlerts(ports, tenantId, alerts, now, outcome);
    waiting = waiting.filter(({ key }) => conflicts.has(key));
  }
}

type Step = Advance & { group: Group; write: WindowWrite | null };

function advanceGroup(group: Group, stored: StoredWindow | undefined, now: Date): Step {
  const version = stored?.version ?? 0;
  const before = stored === undefined ? emptyWindow : decodeWindow(stored.state);
  const step = advanceWindow(group.rule, before, group.contributions, version + 1, now.getTime());
  if (step.state === before) return { ...step, group, write: null };
  const expiresAt = Math.ceil(
    (now.getTime() + group.rule.timespanMs + LATENESS_MS + EXPIRY_MARGIN_MS) / 1_000,
  );
  return {
    ...step,
    group,
    write: { key: group.key, expectedVersion: version, state: encodeWindow(step.state), expiresAt },
  };
}

async function writeAlerts(
  { alerts: store }: DetectPorts,
  tenantId: TenantId,
  alerts: readonly AlertDetection[],
  now: Date,
  outcome: DetectOutcome,
): Promise<void> {
  await concurrently(alerts, ALERTS_AT_ONCE, (alert) => store.upsert(tenantId, alert, now.toISOString()));
  outcome.alerts += alerts.length;
}
