import { hash } from 'node:crypto';
import { compares } from '#shared/detect/expression.ts';
import type { CorrelationRule } from '#shared/detect/rule.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';

/** An event at which a correlation's condition holds, its group's values in the order of group-by, and the total. */
export type SlowFiring = { event: CanonicalEvent; group: readonly string[]; total: number };

type Read = (field: string) => unknown;
type Found = { event: CanonicalEvent; position: number; isFiring: boolean; read: Read };

/** How a window names an event; events of one time are taken in the order of these. */
export const shortId = ({ event_id }: CanonicalEvent): string =>
  hash('sha256', event_id, 'base64url').slice(0, 11);

const timeOf = ({ timestamp }: CanonicalEvent) => Date.parse(timestamp);

export const inOrder = (one: CanonicalEvent, other: CanonicalEvent): number =>
  timeOf(one) - timeOf(other) || (shortId(one) < shortId(other) ? -1 : 1);

/**
 * The meaning of correlations spelled out, all events at hand and each window looked at by itself: what both evaluators
 * are held to. `matches` says which events each detection rule matches; `rules` stand after those they refer to.
 */
export function slowFirings(
  rules: readonly CorrelationRule[],
  matches: ReadonlyMap<string, readonly CanonicalEvent[]>,
  readEvent: (event: CanonicalEvent, field: string) => unknown,
): Map<string, SlowFiring[]> {
  const found = new Map<string, { event: CanonicalEvent; read: Read }[]>();
  for (const [key, events] of matches) {
    found.set(
      key,
      events.map((event) => ({ event, read: (field: string) => readEvent(event, field) })),
    );
  }
  const all = new Map<string, SlowFiring[]>();
  for (const rule of rules) {
    const below = rule.rules.flatMap((key, position) =>
      (found.get(key) ?? []).map((one): Found => ({ ...one, position, isFiring: all.has(key) })),
    );
    const firings: SlowFiring[] = [];
    const handedOn: { event: CanonicalEvent; read: Read }[] = [];
    for (const [group, members] of Map.groupBy(below, (one) => groupOf(rule, one))) {
      if (group === null) continue;
      const events = [...new Set(members.map(({ event }) => event))].sort(inOrder);
      for (const event of events) {
        const window = members.filter((one) =>
          inOrder(one.event, event) <= 0 || one.event === event
            ? timeOf(event) - timeOf(one.event) <= rule.timespanMs
            : false,
        );
        const total = measure(rule, window);
        if (total === null) continue;
        const values: string[] = JSON.parse(group);
        firings.push({ event, group: values, total });
        const { read } = members.find((one) => one.event === event) as Found;
        const own = new Map(rule.groupBy.map((name, i) => [name, values[i]] as const));
        handedOn.push({ event, read: (field) => own.get(field) ?? read(field) });
      }
    }
    all.set(rule.key, firings);
    found.set(rule.key, handedOn);
  }
  return all;
}

function groupOf(rule: CorrelationRule, { position, read }: Found): string | null {
  const values = rule.groupBy.map((name) => read(rule.aliases[name]?.[rule.rules[position] ?? ''] ?? name));
  const hasNone = (value: unknown) => value === undefined || value === null;
  if (values.some(hasNone)) return null;
  if (rule.field !== null && hasNone(read(rule.field))) return null;
  if (needsNumber(rule) && numberOf(read(rule.field ?? '')) === null) return null;
  return JSON.stringify(values.map(String));
}

const needsNumber = ({ type }: CorrelationRule) => type.startsWith('value_') && type !== 'value_count';

function numberOf(value: unknown): number | null {
  return value !== '' && Number.isFinite(Number(value)) ? Number(value) : null;
}

/** The value over one window, or null where the condition does not hold. */
function measure(rule: CorrelationRule, window: readonly Found[]): number | null {
  const values = distinctMatches(window).map(({ read }) => read(rule.field ?? ''));
  const total = totalOf(rule, window, values);
  if (total === null) return null;
  return rule.condition.every(({ operator, value }) => compares(operator, total, value)) ? total : null;
}

/** An event that several rules match is one, but each firing of a correlation is a thing of its own. */
function distinctMatches(window: readonly Found[]): Found[] {
  const firings = window.filter(({ isFiring }) => isFiring);
  const events = new Map(window.filter(({ isFiring }) => !isFiring).map((one) => [one.event, one] as const));
  return [...firings, ...events.values()];
}

function totalOf(rule: CorrelationRule, window: readonly Found[], values: readonly unknown[]): number | null {
  const numbers = values.map(Number).sort((one, other) => one - other);
  const sum = numbers.reduce((total, value) => total + value, 0);
  switch (rule.type) {
    case 'event_count':
      return values.length;
    case 'value_count':
      return new Set(values.map(String)).size;
    case 'value_sum':
      return sum;
    case 'value_avg':
      return sum / numbers.length;
    case 'value_percentile':
    case 'value_median': {
      const at = ((numbers.length - 1) * (rule.percentile ?? 50)) / 100;
      const [low = 0, high = 0] = [numbers[Math.floor(at)], numbers[Math.ceil(at)]];
      return low + (high - low) * (at % 1);
    }
    case 'temporal':
      return new Set(window.map(({ position }) => position)).size;
    case 'temporal_ordered':
      return hasSequence(rule.rules.length, window) ? rule.rules.length : null;
  }
}

function hasSequence(steps: number, window: readonly Found[]): boolean {
  let time = Number.NEGATIVE_INFINITY;
  for (let step = 0; step < steps; step++) {
    const later = window.filter((one) => one.position === step && timeOf(one.event) > time);
    if (later.length === 0) return false;
    time = Math.min(...later.map(({ event }) => timeOf(event)));
  }
  return true;
}
