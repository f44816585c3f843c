import { describe, expect, test } from 'vitest';
import { detectLines } from '../../support/detect-lines.ts';

type Random = (below: number) => number;
type Event = { ts: number; ev: { kind: string; user: string; v: number | string } };

const fresh = Math.floor(Math.random() * 2 ** 31);
const seeds = [1, 2, 3, 4, fresh];
const SPAN = 10;

function randomFrom(seed: number): Random {
  let state = seed >>> 0 || 1;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * below);
  };
}

/** Few users, kinds and times, so that windows meet at their edges; in no order of time. */
function randomEvents(random: Random): Event[] {
  return Array.from({ length: 80 }, () => ({
    ts: 1_700_000_000 + random(60),
    ev: {
      kind: 'abc'.charAt(random(3)),
      user: 'uv'.charAt(random(2)),
      v: random(5) === 0 ? 'none' : random(20),
    },
  }));
}

const base = (kind: string) =>
  `title: ${kind}\nname: ${kind}\nlogsource: { product: any }\ndetection: { s: { kind: ${kind} }, condition: s }\n---\n`;

const rules = (type: string, condition: string) =>
  `${base('a')}${base('b')}${base('c')}title: Found\nname: found\ncorrelation:\n  type: ${type}\n  rules: [a, b, c]\n` +
  `  group-by: [user]\n  timespan: ${SPAN}s\n${condition === '' ? '' : `  condition: { ${condition} }\n`}`;

/** For each event, looks at all events once more: those of its user in its window, itself the last of its time. */
function slowly(events: readonly Event[], holds: (window: readonly Event[]) => number | null) {
  return events
    .flatMap((event, i) => {
      const window = events
        .map((other, line) => ({ other, line }))
        .filter(({ other, line }) => other.ts < event.ts || (other.ts === event.ts && line <= i))
        .filter(({ other }) => other.ev.user === event.ev.user && event.ts - other.ts <= SPAN)
        .map(({ other }) => other)
        .sort((one, two) => one.ts - two.ts);
      const n = holds(window);
      return n === null ? [] : [{ i, n }];
    })
    .sort((one, two) => one.i - two.i);
}

const numbers = (window: readonly Event[]) =>
  window.map(({ ev }) => ev.v).filter((v) => typeof v === 'number');
const atLeast = (wanted: number, n: number) => (n >= wanted ? n : null);

/** Events that have nothing to count take no part: the window does not end at them either. */
const ofNumbers = (events: readonly Event[], holds: (values: readonly number[]) => number | null) =>
  slowly(events, (window) =>
    typeof window.at(-1)?.ev.v === 'number' || window.length === 0 ? holds(numbers(window)) : null,
  );

function inOrder(window: readonly Event[]): boolean {
  return window.some(
    (a) =>
      a.ev.kind === 'a' &&
      window.some(
        (b) => b.ev.kind === 'b' && b.ts > a.ts && window.some((c) => c.ev.kind === 'c' && c.ts > b.ts),
      ),
  );
}

type Case = [type: string, condition: string, slow: (events: readonly Event[]) => { i: number; n: number }[]];
const cases: Case[] = [
  ['event_count', 'gte: 6', (events) => slowly(events, (window) => atLeast(6, window.length))],
  [
    'event_count',
    'lt: 3',
    (events) => slowly(events, (window) => (window.length < 3 ? window.length : null)),
  ],
  [
    'value_count',
    'field: v, gte: 5',
    (events) => slowly(events, (window) => atLeast(5, new Set(window.map(({ ev }) => ev.v)).size)),
  ],
  [
    'value_sum',
    'field: v, gte: 60',
    (events) =>
      ofNumbers(events, (values) =>
        atLeast(
          60,
          values.reduce((sum, value) => sum + value, 0),
        ),
      ),
  ],
  [
    'value_avg',
    'field: v, gte: 11',
    (events) =>
      ofNumbers(events, (values) =>
        atLeast(11, values.reduce((sum, value) => sum + value, 0) / values.length),
      ),
  ],
  [
    'value_median',
    'field: v, gte: 11',
    (events) =>
      ofNumbers(events, (values) => {
        const sorted = [...values].sort((one, two) => one - two);
        const [low = 0, high = 0] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
        return atLeast(11, (low + high) / 2);
      }),
  ],
  [
    'temporal',
    '',
    (events) => slowly(events, (window) => atLeast(3, new Set(window.map(({ ev }) => ev.kind)).size)),
  ],
  ['temporal_ordered', '', (events) => slowly(events, (window) => (inOrder(window) ? 3 : null))],
];

describe.each(cases)('%s { %s } says the same as a look at all events for each', (type, condition, slow) => {
  test.each(seeds)('seed %i', (seed) => {
    const random = randomFrom(seed);
    let firings = 0;
    for (let round = 0; round < 5; round++) {
      const events = randomEvents(random);
      const found = detectLines(rules(type, condition), events, { raw: true })
        .map(({ i, n }) => ({ i, n }))
        .sort((one, two) => one.i - two.i);
      firings += found.length;
      expect(found, `seed ${seed}, round ${round}`).toEqual(slow(events));
    }
    expect(firings).toBeGreaterThan(0);
  });
});
