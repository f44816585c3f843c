import { compares } from '#shared/detect/expression.ts';
import type { CorrelationRule } from '#shared/detect/rule.ts';
import type { WindowEntry } from '#shared/detect/window-state.ts';

/** A running count, sum or number of distinct values that entries join and leave. */
export type Aggregate = {
  add(entry: WindowEntry): void;
  remove(entry: WindowEntry): void;
  total(): number;
};

export function makeAggregate(type: CorrelationRule['type']): Aggregate {
  if (type === 'value_count') {
    const seen = new Map<unknown, number>();
    return {
      add: ({ value }) => void seen.set(value, (seen.get(value) ?? 0) + 1),
      remove: ({ value }) => {
        const left = (seen.get(value) ?? 0) - 1;
        if (left > 0) seen.set(value, left);
        else seen.delete(value);
      },
      total: () => seen.size,
    };
  }
  let total = 0;
  return {
    add: (entry) => {
      total += weightOf(entry);
    },
    remove: (entry) => {
      total -= weightOf(entry);
    },
    total: () => total,
  };
}

/** What an entry adds to a count or a sum. */
export function weightOf({ value }: WindowEntry): number {
  return typeof value === 'number' ? value : 1;
}

function holds({ condition }: CorrelationRule, total: number): boolean {
  return condition.every(({ operator, value }) => compares(operator, total, value));
}

/** Whether more events can only make the condition truer, so that a part of a window is proof enough. */
function onlyGrows({ condition }: CorrelationRule): boolean {
  return condition.every(({ operator }) => operator === 'gt' || operator === 'gte');
}

/**
 * Marks at which events the condition holds over the window (t − timespan … t, both ends included). Where the window
 * reaches behind `forgotten`, an earlier mark stands: it was made when all of it was known.
 */
export function markFirings(
  rule: CorrelationRule,
  entries: readonly WindowEntry[],
  forgotten: number | null,
): WindowEntry[] {
  const marked: WindowEntry[] = [];
  const window = makeAggregate(rule.type);
  let oldest = 0;
  let next = 0;
  while (next < entries.length) {
    const at = entries[next]?.at ?? 0;
    const same: WindowEntry[] = [];
    for (let entry = entries[next]; entry !== undefined && entry.at === at; entry = entries[++next]) {
      same.push(entry);
      window.add(entry);
    }
    for (
      let entry = entries[oldest];
      entry !== undefined && at - entry.at > rule.timespanMs;
      entry = entries[++oldest]
    ) {
      window.remove(entry);
    }
    const complete = forgotten === null || at - rule.timespanMs > forgotten;
    const now = holds(rule, window.total());
    const fires = complete ? now : same.some((entry) => entry.fires) || (onlyGrows(rule) && now);
    for (const entry of same) marked.push(entry.fires === fires ? entry : { ...entry, fires });
  }
  return marked;
}
