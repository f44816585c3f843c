import { compares } from '#shared/detect/expression.ts';
import type { CorrelationRule } from '#shared/detect/rule.ts';

/** One match that a correlation takes in. `at` is event time in milliseconds, `line` its event's place among all. */
export type Match = {
  at: number;
  line: number;
  /** Position of the rule that matched, in the correlation's list. */
  rule: number;
  /** What is counted or computed; null where matches or rules are counted. */
  value: string | number | null;
};

/** A window that ends at a match and reaches back one timespan, an event of exactly that age included. */
type SlidingWindow = { enter(match: Match): void; leave(match: Match): void; total(): number };

/** An event at which the condition holds, the last of its matches, the count or value, and its window's matches. */
export type WindowFiring = { match: Match; total: number; window: () => readonly Match[] };

/**
 * The events of one group at which the condition holds over the window that ends there, with the count or value.
 * Events are taken in order of time; those of one time in order of their lines, each seeing the ones before it. All
 * matches of one event count together.
 */
export function* firings(rule: CorrelationRule, matches: readonly Match[]): Generator<WindowFiring> {
  const ordered = [...matches].sort((one, other) => one.at - other.at || one.line - other.line);
  if (rule.type === 'temporal_ordered') {
    yield* orderedFirings(rule, ordered);
    return;
  }
  const window = makeWindow(rule);
  let oldest = 0;
  for (const [last, match] of ordered.entries()) {
    window.enter(match);
    if (!isLastOfEvent(ordered, last)) continue;
    for (
      let old = ordered[oldest];
      old !== undefined && match.at - old.at > rule.timespanMs;
      old = ordered[++oldest]
    ) {
      window.leave(old);
    }
    const total = window.total();
    if (rule.condition.every(({ operator, value }) => compares(operator, total, value)))
      yield { match, total, window: () => ordered.slice(oldest, last + 1) };
  }
}

function isLastOfEvent(ordered: readonly Match[], i: number): boolean {
  const next = ordered[i + 1];
  return next === undefined || next.line !== ordered[i]?.line || next.at !== ordered[i]?.at;
}

/** All rules in their order, each strictly later than the one before: events of one time have no order. */
function* orderedFirings(rule: CorrelationRule, matches: readonly Match[]): Generator<WindowFiring> {
  const steps = rule.rules.length;
  // By step: the latest time at which a sequence began that has come this far.
  const begun: number[] = new Array(steps).fill(Number.NEGATIVE_INFINITY);
  let earlier = [...begun];
  let time = Number.NEGATIVE_INFINITY;
  for (const [last, match] of matches.entries()) {
    if (match.at !== time) {
      earlier = [...begun];
      time = match.at;
    }
    const start = match.rule === 0 ? match.at : (earlier[match.rule - 1] ?? Number.NEGATIVE_INFINITY);
    begun[match.rule] = Math.max(begun[match.rule] ?? Number.NEGATIVE_INFINITY, start);
    const isHeld = match.at - (begun[steps - 1] ?? Number.NEGATIVE_INFINITY) <= rule.timespanMs;
    if (isHeld && isLastOfEvent(matches, last))
      yield {
        match,
        total: steps,
        window: () => matches.slice(firstWithin(matches, match.at - rule.timespanMs), last + 1),
      };
  }
}

function firstWithin(matches: readonly Match[], from: number): number {
  return matches.findIndex(({ at }) => at >= from);
}

function makeWindow(rule: CorrelationRule): SlidingWindow {
  switch (rule.type) {
    case 'value_count':
      return distinct(({ value }) => value);
    case 'temporal':
      return distinct(({ rule: position }) => position);
    case 'value_sum':
    case 'value_avg':
      return sum(rule.type === 'value_avg');
    case 'value_percentile':
    case 'value_median':
      return percentile(rule.percentile ?? 50);
    default:
      return count();
  }
}

function count(): SlidingWindow {
  let total = 0;
  return { enter: () => void total++, leave: () => void total--, total: () => total };
}

function distinct(what: (match: Match) => unknown): SlidingWindow {
  const seen = new Map<unknown, number>();
  return {
    enter: (match) => void seen.set(what(match), (seen.get(what(match)) ?? 0) + 1),
    leave: (match) => {
      const left = (seen.get(what(match)) ?? 0) - 1;
      if (left > 0) seen.set(what(match), left);
      else seen.delete(what(match));
    },
    total: () => seen.size,
  };
}

/**
 * Adds in both directions exactly as far as whole numbers go; for fractions the rounding of each step is carried along
 * (Neumaier's sum), so that what enters and leaves again leaves nothing behind.
 */
function sum(isAverage: boolean): SlidingWindow {
  let total = 0;
  let lost = 0;
  let values = 0;
  const add = (value: number) => {
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  };
  return {
    enter: ({ value }) => {
      add(Number(value));
      values++;
    },
    leave: ({ value }) => {
      add(-Number(value));
      values--;
      if (values === 0) total = lost = 0;
    },
    total: () => (isAverage ? (total + lost) / values : total + lost),
  };
}

/** Between the two nearest values where the rank falls between them (linear interpolation). */
function percentile(rank: number): SlidingWindow {
  const sorted: number[] = [];
  const place = (value: number): number => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    enter: ({ value }) => void sorted.splice(place(Number(value)), 0, Number(value)),
    leave: ({ value }) => void sorted.splice(place(Number(value)), 1),
    total: () => {
      const at = ((sorted.length - 1) * rank) / 100;
      const below = sorted[Math.floor(at)] ?? 0;
      const above = sorted[Math.ceil(at)] ?? below;
      return below + (above - below) * (at - Math.floor(at));
    },
  };
}
