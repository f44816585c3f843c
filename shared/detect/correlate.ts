import type { CorrelationRule } from '#shared/detect/rule.ts';
import { firings, type Match } from '#shared/detect/sliding-window.ts';
import { toNumber } from '#shared/detect/value-test.ts';

/** What an event says under a field's name; undefined where it says nothing. */
export type ReadField = (field: string) => unknown;

/** A correlation's condition held over the window that ends at this event. */
export type Firing = {
  line: number;
  id: string;
  group: Record<string, string>;
  n: number;
  /** The events of the window, oldest first, at most the last `MAX_LINES`. */
  lines(): number[];
};

/** Maps and lists inside one another in a value that is grouped by or counted; deeper ones are an attack on the stack. */
const MAX_DEPTH = 100;
/** Events that a firing names. */
const MAX_LINES = 100;

/** `isFiring` where a correlation matched: its firing is a thing of its own beside the event. */
type Taken = Match & { read: ReadField; isFiring: boolean };
type Group = { values: ReadonlyMap<string, string>; matches: Taken[] };

/**
 * Correlates the matches of a whole file of events: exact in whatever order they come, since nothing is judged before
 * all are there. Memory grows with the matches of rules that correlations refer to, not with the events.
 */
export function makeCorrelator(correlations: readonly CorrelationRule[]) {
  const groups = new Map(correlations.map(({ key }) => [key, new Map<string, Group>()] as const));
  const readers = new Map<string, CorrelationRule[]>();
  for (const correlation of correlations) {
    for (const key of correlation.rules) readers.set(key, [...(readers.get(key) ?? []), correlation]);
  }

  const add = (key: string, at: number, line: number, read: ReadField): void => {
    const isFiring = groups.has(key);
    for (const correlation of readers.get(key) ?? []) {
      const known = groups.get(correlation.key);
      if (known !== undefined) takeIn(correlation, known, key, { at, line, read, isFiring });
    }
  };

  return {
    /** Whether a rule's matches are correlated at all. */
    refersTo: (key: string): boolean => readers.has(key),
    /** Takes in a match of a rule at a time in milliseconds. */
    add,
    /** All firings, correlation by correlation in the ruleset's order: those that others refer to come first. */
    *finish(): Generator<Firing> {
      for (const correlation of correlations) {
        const isRead = readers.has(correlation.key);
        for (const { values, matches } of groups.get(correlation.key)?.values() ?? []) {
          for (const { match, total, window } of firings(correlation, matches)) {
            if (correlation.alerts)
              yield {
                line: match.line,
                id: correlation.info.id,
                group: Object.fromEntries(values),
                n: total,
                lines: () => [...new Set(window().map(({ line }) => line))].slice(-MAX_LINES),
              };
            if (!isRead) continue;
            const { read } = match as Taken;
            add(correlation.key, match.at, match.line, (field) => values.get(field) ?? read(field));
          }
        }
        groups.get(correlation.key)?.clear();
      }
    },
  };
}

/** An event without one of the group-by fields, or without the value that is looked at, takes no part. */
function takeIn(
  correlation: CorrelationRule,
  groups: Map<string, Group>,
  key: string,
  taken: Omit<Taken, 'rule' | 'value'>,
): void {
  const { line, read, isFiring } = taken;
  const values = new Map<string, string>();
  for (const name of correlation.groupBy) {
    const value = read(correlation.aliases[name]?.[key] ?? name);
    if (value === undefined || value === null) return;
    const text = textOf(value);
    if (text === undefined) return;
    values.set(name, text);
  }
  const value = correlation.field === null ? null : lookedAt(correlation, read);
  if (value === undefined) return;
  const group = JSON.stringify([...values.values()]);
  let found = groups.get(group);
  if (found === undefined) {
    found = { values, matches: [] };
    groups.set(group, found);
  }
  const rule = correlation.rules.indexOf(key);
  const last = found.matches.at(-1);
  // An event that several of the rules match is one event, but proof of each of the rules.
  const isSame = last?.line === line && !last.isFiring && !isFiring;
  if (isSame && (last.rule === rule || !correlation.type.startsWith('temporal'))) return;
  found.matches.push({ ...taken, rule, value });
}

function lookedAt({ type, field }: CorrelationRule, read: ReadField): string | number | undefined {
  const value = read(field ?? '');
  if (value === undefined || value === null) return undefined;
  if (type === 'value_count') return textOf(value);
  return ['string', 'number'].includes(typeof value)
    ? (toNumber(value as string | number) ?? undefined)
    : undefined;
}

/** Undefined for what is nested too deep to be written. */
function textOf(value: unknown): string | undefined {
  if (typeof value !== 'object') return String(value);
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return undefined;
    level = level.flatMap((one) => Object.values(one ?? {}).filter((part) => typeof part === 'object'));
  }
  return JSON.stringify(value);
}
