import { describe, expect, it, test } from 'vitest';
import { type HealthFacts, judgeHealth, silentAfterMinutes } from '#shared/datasources/health.ts';
import { recentOf, usualRate } from '#shared/datasources/rates.ts';
import type { SourceHour } from '#shared/schema/source.ts';

const now = new Date('2026-11-22T12:30:00.000Z');
const hourAgo = (n: number): string =>
  new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000 - n * 3_600_000).toISOString();
/** The last hours, oldest first: events of each, the last one being the current hour. */
const hoursOf = (events: readonly number[], failed: readonly number[] = []): SourceHour[] =>
  events.map((count, i) => ({
    hour: hourAgo(events.length - 1 - i),
    events: count,
    failed: failed[i] ?? 0,
  }));
const steady = (perHour: number, hours = 48): number[] => [
  ...Array.from({ length: hours }, () => perHour),
  perHour / 2,
];

function facts(
  given: Omit<Partial<HealthFacts>, 'health'> & { health?: Partial<HealthFacts['health']> } = {},
): HealthFacts {
  return {
    source: { status: 'active', created_at: hourAgo(200), updated_at: hourAgo(200) },
    hours: hoursOf(steady(100)),
    isPulled: false,
    poller: null,
    ...given,
    health: {
      last_event_at: '2026-11-22T12:29:00.000Z',
      last_failure_at: null,
      last_failure_reason: null,
      lag_seconds: 3,
      ...given.health,
    },
  };
}
const judge = (given: Parameters<typeof facts>[0] = {}) => judgeHealth(facts(given), now);

describe('a source', () => {
  it('is healthy since its events come without a pause', () => {
    expect(judge()).toEqual({
      state: 'healthy',
      since: hourAgo(48),
      reason: 'Events arrive as usual and are read.',
    });
    const broken = hoursOf([100, 0, 0, 0, ...steady(100, 20)]);
    expect(judge({ hours: broken }).since).toBe(hourAgo(20));
  });

  it('is unknown while it is new and has sent nothing, and silent after a day', () => {
    const nothing = { hours: [], health: { last_event_at: null, lag_seconds: null } };
    const source = { status: 'active', created_at: hourAgo(3), updated_at: hourAgo(3) } as const;
    expect(judge({ ...nothing, source })).toMatchObject({ state: 'unknown', since: hourAgo(3) });
    expect(judge({ ...nothing })).toMatchObject({ state: 'silent', since: hourAgo(200) });
  });

  it('is unknown when it is switched off, whatever it did before', () => {
    const source = { status: 'disabled', created_at: hourAgo(9), updated_at: hourAgo(1) } as const;
    expect(judge({ source })).toMatchObject({ state: 'unknown', since: hourAgo(1) });
  });

  it('is silent after a pause that is long for it, and not before', () => {
    const last = '2026-11-22T11:45:00.000Z';
    expect(judge({ health: { last_event_at: last } })).toMatchObject({ state: 'silent', since: last });
    expect(judge({ health: { last_event_at: last } }).reason).toContain('100 events an hour');
    const slow = hoursOf(steady(2));
    expect(judge({ hours: slow, health: { last_event_at: last } }).state).toBe('healthy');
  });

  test.each([
    [1_000, 30],
    [40, 30],
    [10, 120],
    [1, 1_200],
    [0.1, 1_440],
    [null, 1_440],
  ])('of %s events an hour is silent after %i minutes', (usual, minutes) => {
    expect(silentAfterMinutes(usual)).toBe(minutes);
  });

  it('fails when half of what it sends can’t be read, since the first such hour', () => {
    const hours = hoursOf([100, 100, 10, 10], [0, 0, 90, 90]);
    const health = { last_failure_reason: 'not JSON', last_failure_at: now.toISOString() };
    expect(judge({ hours, health })).toMatchObject({ state: 'failing', since: hourAgo(1) });
    expect(judge({ hours, health }).reason).toContain('not JSON');
  });

  it('fails even when nothing of it could be read at all', () => {
    const hours = hoursOf([0, 0], [50, 50]);
    expect(judge({ hours, health: { last_event_at: null } }).state).toBe('failing');
  });

  it('is degraded by fewer failures, and not by a handful', () => {
    expect(judge({ hours: hoursOf(steady(100), [...Array(48).fill(0), 10]) })).toMatchObject({
      state: 'degraded',
      since: hourAgo(0),
    });
    expect(judge({ hours: hoursOf(steady(100), [...Array(48).fill(0), 4]) }).state).toBe('healthy');
  });

  it('is degraded when it sends a quarter of what is usual, if that is enough to tell', () => {
    const dropped = (usual: number) => hoursOf([...Array(24).fill(usual), usual / 10, usual / 10]);
    expect(judge({ hours: dropped(100) })).toMatchObject({ state: 'degraded' });
    expect(judge({ hours: dropped(100) }).reason).toMatch(/15 events .* 100 are usual/);
    expect(judge({ hours: dropped(10) }).state).toBe('healthy');
    expect(judge({ hours: hoursOf([100, 100, 100, 1, 1]) }).state).toBe('healthy');
  });

  it('is degraded when its events come late', () => {
    expect(judge({ health: { lag_seconds: 3_600 } }).reason).toContain('60 minutes after');
    expect(judge({ health: { lag_seconds: 900 } }).state).toBe('healthy');
  });
});

describe('a source that is fetched', () => {
  const poller = {
    cursor_at: now.toISOString(),
    last_run_at: '2026-11-22T12:25:00.000Z',
    next_run_at: null,
    paused: false,
    last_error: null,
    not_covered: [],
  };

  it('is judged by its events while its poller works', () => {
    expect(judge({ isPulled: true, poller }).state).toBe('healthy');
    expect(judge({ isPulled: true }).state).toBe('healthy');
  });

  it('is as well as its other feeds where one is not covered, which is named', () => {
    const not_covered = ['risk_detections: a licence of Entra ID P2 is needed.'];
    const verdict = judge({ isPulled: true, poller: { ...poller, not_covered } });
    expect(verdict.state).toBe('healthy');
    expect(verdict.reason).toContain('Not covered: risk_detections: a licence of Entra ID P2');
  });

  it('fails by the poller’s own words, by its pause, and by its standing still', () => {
    const failing = (given: Partial<typeof poller> | { last_error: string }) =>
      judge({ isPulled: true, poller: { ...poller, ...given } });
    expect(failing({ last_error: 'HTTP 401' })).toMatchObject({ state: 'failing' });
    expect(failing({ last_error: 'HTTP 401' }).reason).toContain('HTTP 401');
    expect(failing({ paused: true }).reason).toContain('paused');
    expect(failing({ last_run_at: '2026-11-22T11:25:00.000Z' })).toMatchObject({
      state: 'failing',
      since: '2026-11-22T11:25:00.000Z',
    });
    expect(judge({ poller: { ...poller, paused: true } }).state).toBe('healthy');
  });
});

describe('rates', () => {
  it('take of the last hour what the current one lacks', () => {
    expect(recentOf(hoursOf([7, 100, 10], [0, 10, 1]), now)).toEqual({ events: 60, failed: 6 });
    expect(recentOf([], now)).toEqual({ events: 0, failed: 0 });
  });

  it('are usual over the whole hours since the first event, hours without any counted', () => {
    expect(usualRate(hoursOf([60, 0, 0, 100, 100]), now, 1)).toBe(20);
    expect(usualRate(hoursOf([60, 0, 0, 100, 100]), now, 4)).toBeNull();
    expect(usualRate([], now, 1)).toBeNull();
  });
});
