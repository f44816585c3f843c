import type { CorrelationRule, CorrelationType } from '#shared/detect/rule.ts';
import { firings } from '#shared/detect/sliding-window.ts';
import { eventOfEntry, ruleOfEntry, type WindowEntry } from '#shared/detect/window-state.ts';

/** Types whose value over a whole alert means nothing: its count is the value over its last window. */
const statistics: readonly CorrelationType[] = ['value_avg', 'value_percentile', 'value_median'];

export function isStatistic({ type }: CorrelationRule): boolean {
  return statistics.includes(type);
}

/** What an entry adds to a count or a sum. */
export function weightOf({ value }: WindowEntry): number {
  return typeof value === 'number' ? value : 1;
}

/** What of an entry is told apart where different values or rules are counted; null where they are not. */
export function distinctOf({ type }: CorrelationRule, entry: WindowEntry): string | null {
  if (type === 'value_count') return String(entry.value);
  return type === 'temporal' || type === 'temporal_ordered' ? String(ruleOfEntry(entry)) : null;
}

/** Whether more matches can only make a count's condition truer, so that a part of a window is proof enough. */
function onlyGrows({ condition }: CorrelationRule): boolean {
  return condition.every(({ operator }) => operator === 'gt' || operator === 'gte');
}

export type Marked = {
  entries: WindowEntry[];
  /** By the entry's position: the count or value over the window that ends there, where the condition holds. */
  totals: readonly (number | null)[];
};

/**
 * Marks at which events the condition holds over the window (t − timespan … t, both ends included), as over a file in
 * order of time and then of entries. Where the window reaches behind `forgotten`, an earlier mark stands: it was made
 * when all of it was known. New entries are judged there by what is still known, if that can be right at all: counts
 * that only grow, and sums, averages and percentiles over the newest events.
 */
export function markFirings(
  rule: CorrelationRule,
  entries: readonly WindowEntry[],
  isNew: (entry: WindowEntry) => boolean,
  forgotten: number | null,
): Marked {
  let line = -1;
  let event = '';
  const lines = entries.map((entry) => {
    if (eventOfEntry(entry) !== event) line++;
    event = eventOfEntry(entry);
    return line;
  });
  const matches = entries.flatMap((entry, i) =>
    entry.void ? [] : [{ at: entry.at, line: lines[i] ?? 0, rule: ruleOfEntry(entry), value: entry.value }],
  );
  const held = new Map<number, number>();
  for (const { match, total } of firings(rule, matches)) held.set(match.line, total);

  // Of these a part proves nothing: values may be negative.
  const isOfParts = isStatistic(rule) || rule.type === 'value_sum';
  const totals: (number | null)[] = [];
  const marked = entries.map((entry, i) => {
    const total = entry.void ? undefined : held.get(lines[i] ?? 0);
    const isComplete = forgotten === null || entry.at - rule.timespanMs > forgotten;
    const canTell = isComplete || (isOfParts ? isNew(entry) : onlyGrows(rule) && total !== undefined);
    const fires = entry.void ? false : canTell ? total !== undefined : entry.fires;
    totals.push(fires ? (total ?? null) : null);
    return fires === entry.fires ? entry : { ...entry, fires, fired: entry.fired || fires };
  });
  return { entries: marked, totals };
}
