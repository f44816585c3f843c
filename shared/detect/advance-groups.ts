import { type Advance, advanceWindow, type Contribution } from '#shared/detect/advance-window.ts';
import { type Fed, firingsInto, handOn } from '#shared/detect/chain-firings.ts';
import type { Group } from '#shared/detect/group-events.ts';
import { EXPIRY_MARGIN_MS, LATENESS_MS } from '#shared/detect/limits.ts';
import type { Ruleset } from '#shared/detect/load-ruleset.ts';
import { alertsOfWindow } from '#shared/detect/make-alert.ts';
import { decodeWindow, emptyWindow, encodeWindow } from '#shared/detect/window-state.ts';
import { writeAlerts } from '#shared/detect/write-alerts.ts';
import { DomainError } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import type { AlertStore } from '#shared/ports/alert-store.ts';
import type { StoredWindow, WindowKey, WindowStore, WindowWrite } from '#shared/ports/window-store.ts';

export type WindowPorts = { windows: WindowStore; alerts: Pick<AlertStore, 'upsert'> };

export type { Fed };

/** Another reader wrote the same window between our load and our save; each attempt loads anew. */
const ATTEMPTS = 10;

type Levels = {
  /** Windows below that were worked on in this batch; those of this level that feed others are added. */
  fed: Fed;
  /** The groups of the levels above, which firings of this one join. */
  above: readonly Map<WindowKey, Group>[];
  ruleset: Pick<Ruleset, 'explain' | 'off'>;
};

type Outcome = { alerts: number; ignored: number; truncated: number };

/**
 * Advances the windows of one level, writes their alerts, and finds the windows above that their firings belong to.
 * @throws DomainError `unavailable` when a window stays contended.
 */
export async function advanceGroups(
  ports: WindowPorts,
  tenantId: TenantId,
  groups: readonly Group[],
  { fed, above, ruleset }: Levels,
  now: Date,
): Promise<Outcome> {
  const outcome: Outcome = { alerts: 0, ignored: 0, truncated: 0 };
  let waiting = groups;
  for (let attempt = 0; waiting.length > 0; attempt++) {
    if (attempt === ATTEMPTS) {
      throw new DomainError(
        'unavailable',
        'Correlation windows are being written by others: run the batch again.',
        { windows: waiting.length },
      );
    }
    const steps = await advanceOnce(ports.windows, tenantId, waiting, fed, now);
    const writes = steps.flatMap(({ write }) => write ?? []);
    const conflicts = new Set(writes.length === 0 ? [] : await ports.windows.save(tenantId, writes));
    const done = steps.filter(({ group }) => !conflicts.has(group.key));
    for (const { ignored, state } of done) {
      outcome.ignored += ignored;
      if (state.truncated) outcome.truncated++;
    }
    const alerts = done.flatMap(({ group, complete, times }) => {
      const { rule } = group.correlation;
      const isOn = rule.alerts && !ruleset.off.has(rule.info.id);
      return isOn ? alertsOfWindow(tenantId, group, complete, times, ruleset.explain) : [];
    });
    await writeAlerts(ports, tenantId, alerts, now);
    outcome.alerts += alerts.length;
    for (const { group, complete, times } of done) {
      if (group.correlation.feeds.length > 0) handOn({ group, state: complete, times }, fed, above);
    }
    waiting = waiting.filter(({ key }) => conflicts.has(key));
  }
  return outcome;
}

/** Times are those of what came in. */
type Step = Advance & { group: Group; times: readonly number[]; write: WindowWrite | null };

/**
 * Loads the windows and takes in what belongs to them. Windows below are read after the windows they feed: whoever saves
 * a window has then seen all firings of those below up to some moment after it was loaded. Whoever changed them since
 * comes here as well, or comes again if it died before, and saves the window also where it finds nothing to change in it:
 * somebody who read the windows below before that change may be about to save, and must find out. So no firing is lost or
 * brought back, however many write.
 */
async function advanceOnce(
  windows: WindowStore,
  tenantId: TenantId,
  groups: readonly Group[],
  fed: Fed,
  now: Date,
): Promise<Step[]> {
  const stored = await windows.load(
    tenantId,
    groups.map(({ key }) => key),
  );
  const below = [...new Set(groups.flatMap(({ fedBy }) => [...fedBy]))];
  const fresh = below.length === 0 ? new Map<WindowKey, StoredWindow>() : await windows.load(tenantId, below);
  const firings = firingsInto(
    below.flatMap((key) => fed.get(key) ?? []),
    fresh,
  );
  return groups.map((group) => {
    const fromBelow = firings.get(group.key) ?? [];
    const contributions = [...group.contributions, ...fromBelow];
    return advanceGroup(group, contributions, stored.get(group.key), fromBelow.length > 0, now);
  });
}

function advanceGroup(
  group: Group,
  contributions: readonly Contribution[],
  stored: StoredWindow | undefined,
  mustSave: boolean,
  now: Date,
): Step {
  const { correlation, key } = group;
  const version = stored?.version ?? 0;
  const before = stored === undefined ? emptyWindow : decodeWindow(stored.state);
  const step = advanceWindow(correlation, before, contributions, version + 1, now.getTime());
  const times = contributions.map(({ at }) => at);
  if (step.state === before && !mustSave) return { ...step, group, times, write: null };
  const expiresAt = Math.ceil(
    (now.getTime() + correlation.rule.timespanMs + LATENESS_MS + EXPIRY_MARGIN_MS) / 1_000,
  );
  return {
    ...step,
    group,
    times,
    write: { key, expectedVersion: version, state: encodeWindow(step.state), expiresAt },
  };
}
