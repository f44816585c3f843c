import { HOUR_MS, recentOf, usualRate } from '#shared/datasources/rates.ts';
import type { HealthVerdict } from '#shared/schema/datasource.ts';
import type { PollerState, Source, SourceHealth, SourceHour } from '#shared/schema/source.ts';

/**
 * Thresholds, all from the point of view of an analyst who would rather look once too often than miss a day of logs.
 * docs/onboarding.md explains them.
 */
export const healthLimits = {
  /** A new source may take so long before its silence means something: change windows are at night. */
  newHours: 24,
  /** Silence is so many times the usual pause between two events… */
  pauses: 20,
  /** …but never less than this, since senders batch, and never more, since a day without logs is a day too many. */
  leastSilentMinutes: 30,
  mostSilentHours: 24,
  /** Share of what came in the last hour that could not be read. */
  failing: 0.5,
  degraded: 0.05,
  /** So few failures are no pattern. */
  leastFailures: 5,
  /** Below this part of its usual rate a source is degraded; slow ones go up and down too much to tell. */
  slowShare: 0.25,
  slowFromRate: 20,
  /** Hours that must be known before a rate is usual. */
  usualFromHours: 12,
  lagSeconds: 15 * 60,
  /** A poller that has not run for so long does not run; the slowest one runs every 15 minutes. */
  pollerMinutes: 60,
} as const;

export type HealthFacts = {
  source: Pick<Source, 'status' | 'created_at' | 'updated_at'>;
  health: Pick<SourceHealth, 'last_event_at' | 'last_failure_at' | 'last_failure_reason' | 'lag_seconds'>;
  /** Oldest first, at least of the last week. */
  hours: readonly SourceHour[];
  isPulled: boolean;
  poller: PollerState | null;
};

/**
 * How a source does, since when and why. The first that is true of: off, failing, silent, degraded, healthy. What the
 * customer's licence or consent does not reach changes nothing about that, and is named.
 */
export function judgeHealth(facts: HealthFacts, now: Date): HealthVerdict {
  const verdict = judge(facts, now);
  const uncovered = facts.poller?.not_covered ?? [];
  if (uncovered.length === 0) return verdict;
  return { ...verdict, reason: `${verdict.reason} Not covered: ${uncovered.join(' ')}` };
}

function judge(facts: HealthFacts, now: Date): HealthVerdict {
  const { source, health } = facts;
  if (source.status === 'disabled') {
    return { state: 'unknown', since: source.updated_at, reason: 'The source is switched off.' };
  }
  return (
    pollerTrouble(facts, now) ??
    unreadable(facts, now, 'failing') ??
    (health.last_event_at === null
      ? nothingYet(facts, now)
      : (silence(facts, health.last_event_at, now) ??
        unreadable(facts, now, 'degraded') ??
        slowness(facts, now) ??
        late(facts) ?? {
          state: 'healthy',
          since: steadySince(facts.hours, now) ?? health.last_event_at,
          reason: 'Events arrive as usual and are read.',
        }))
  );
}

function pollerTrouble({ isPulled, poller, source }: HealthFacts, now: Date): HealthVerdict | null {
  if (!isPulled || poller === null) return null;
  const since = poller.last_run_at ?? source.created_at;
  if (poller.last_error !== null) {
    return { state: 'failing', since, reason: `Fetching fails: ${poller.last_error}` };
  }
  if (poller.paused)
    return { state: 'failing', since, reason: 'Fetching is paused. Resume it or test the source.' };
  if (now.getTime() - Date.parse(since) <= healthLimits.pollerMinutes * 60_000) return null;
  return { state: 'failing', since, reason: `Nothing was fetched since ${since}: the poller is stuck.` };
}

function unreadable(
  { health, hours }: HealthFacts,
  now: Date,
  state: 'failing' | 'degraded',
): HealthVerdict | null {
  const { events, failed } = recentOf(hours, now);
  const isBad = (one: { events: number; failed: number }): boolean =>
    one.failed > 0 && one.failed / (one.events + one.failed) >= healthLimits[state];
  if (failed < healthLimits.leastFailures || !isBad({ events, failed })) return null;
  const percent = Math.round((100 * failed) / (events + failed));
  return {
    state,
    since: runOf(hours, isBad) ?? health.last_failure_at ?? now.toISOString(),
    reason: `${percent} % of the last hour’s events could not be read: ${health.last_failure_reason ?? 'see the failures'}`,
  };
}

function nothingYet({ source }: HealthFacts, now: Date): HealthVerdict {
  const since = source.created_at;
  const isNew = now.getTime() - Date.parse(since) < healthLimits.newHours * HOUR_MS;
  return isNew
    ? { state: 'unknown', since, reason: 'No event has arrived yet.' }
    : { state: 'silent', since, reason: 'No event has arrived since the source was connected.' };
}

/** Minutes without an event after which a source of this usual rate is silent. */
export function silentAfterMinutes(usual: number | null): number {
  const { pauses, leastSilentMinutes, mostSilentHours } = healthLimits;
  if (usual === null || usual <= 0) return mostSilentHours * 60;
  return Math.min(mostSilentHours * 60, Math.max(leastSilentMinutes, (60 / usual) * pauses));
}

function silence({ hours }: HealthFacts, lastEventAt: string, now: Date): HealthVerdict | null {
  const usual = usualRate(hours, now, 1);
  const limit = silentAfterMinutes(usual);
  const minutes = (now.getTime() - Date.parse(lastEventAt)) / 60_000;
  if (minutes <= limit) return null;
  const rate = usual === null ? '' : ` It usually sends ${shown(usual)} events an hour.`;
  return {
    state: 'silent',
    since: lastEventAt,
    reason: `No event for ${Math.floor(minutes)} minutes.${rate}`,
  };
}

function slowness({ hours }: HealthFacts, now: Date): HealthVerdict | null {
  const usual = usualRate(hours, now, healthLimits.usualFromHours);
  if (usual === null || usual < healthLimits.slowFromRate) return null;
  const { events } = recentOf(hours, now);
  if (events >= usual * healthLimits.slowShare) return null;
  return {
    state: 'degraded',
    since: new Date(now.getTime() - HOUR_MS).toISOString(),
    reason: `${shown(events)} events in the last hour, where ${shown(usual)} are usual.`,
  };
}

function late({ health }: HealthFacts): HealthVerdict | null {
  const { lag_seconds: lag, last_event_at: since } = health;
  if (lag === null || since === null || lag <= healthLimits.lagSeconds) return null;
  return {
    state: 'degraded',
    since,
    reason: `Events arrive ${Math.round(lag / 60)} minutes after they happened.`,
  };
}

/** The beginning of the unbroken run of hours, up to the newest, of which something is true. */
function runOf(hours: readonly SourceHour[], isTrue: (hour: SourceHour) => boolean): string | null {
  let since: string | null = null;
  for (const hour of [...hours].reverse()) {
    if (!isTrue(hour)) break;
    since = hour.hour;
  }
  return since;
}

/** Since when events come without a pause that would have been silence. */
function steadySince(hours: readonly SourceHour[], now: Date): string | null {
  const gap = silentAfterMinutes(usualRate(hours, now, 1)) * 60_000 + HOUR_MS;
  const known = hours.filter(({ events }) => events > 0);
  let since: string | null = null;
  for (const { hour } of known.reverse()) {
    if (since !== null && Date.parse(since) - Date.parse(hour) > gap) break;
    since = hour;
  }
  return since;
}

const shown = (rate: number): string =>
  rate < 10 ? String(Math.round(rate * 10) / 10) : String(Math.round(rate));
