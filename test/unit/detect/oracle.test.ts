import { describe, expect, test } from 'vitest';
import { fieldReader } from '#shared/detect/event-fields.ts';
import { uuidV5 } from '#shared/ids.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';
import { buildEvent } from '../../support/builders/event.ts';
import { BEGINNING, correlationYaml, makeDetector, rulesetOf } from '../../support/detector.ts';
import { generator, shuffled } from '../../support/random-correlations.ts';

/** What an alert must say, as far as the events alone decide it. */
type Expected = { group: string; count: number; events: number; first: number; last: number };
type Kind = 'event_count' | 'value_count' | 'value_sum';

const MINUTE = 60_000;
const TIMESPAN = 5 * MINUTE;
const LATENESS = 60 * MINUTE;
const fields = { event_count: null, value_count: 'source.port', value_sum: 'failed_login_count' } as const;

/** Busy and quiet stretches over some hours; whole seconds, so that equal times and exact edges are common. */
function randomEvents(random: () => number, seed: number): CanonicalEvent[] {
  const events: CanonicalEvent[] = [];
  let time = BEGINNING;
  const size = 50 + Math.floor(random() * 150);
  for (let i = 0; i < size; i++) {
    time += random() < 0.05 ? Math.floor(random() * 40) * MINUTE : Math.floor(random() * 8) * 10_000;
    events.push(
      buildEvent('acme', {
        event_id: uuidV5('oracle', String(seed), String(i)),
        timestamp: new Date(time).toISOString(),
        actor: { type: 'user', id: random() < 0.6 ? 'alice' : 'bob' },
        attributes: { failed_login_count: Math.floor(random() * 4), 'source.port': Math.floor(random() * 6) },
      }),
    );
  }
  return events;
}

const timeOf = ({ timestamp }: CanonicalEvent) => Date.parse(timestamp);

function measure(kind: Kind, events: readonly CanonicalEvent[]): number {
  const field = fields[kind];
  if (field === null) return events.length;
  const values = events.map((event) => Number(fieldReader(field)(event)));
  return kind === 'value_count' ? new Set(values).size : values.reduce((sum, value) => sum + value, 0);
}

/** The semantics spelled out and nothing else: every window looked at by itself, all events at hand. */
function oracle(kind: Kind, threshold: number, events: readonly CanonicalEvent[]): Expected[] {
  const expected: Expected[] = [];
  for (const [group, own] of Map.groupBy(events, ({ actor }) => actor.id)) {
    const window = (end: number) =>
      own.filter((event) => timeOf(event) <= end && end - timeOf(event) <= TIMESPAN);
    const times = [...new Set(own.map(timeOf))].sort((one, other) => one - other);
    const firings = times.filter((end) => measure(kind, window(end)) >= threshold);
    const chains: number[][] = [];
    for (const firing of firings) {
      const chain = chains.at(-1);
      if (chain !== undefined && firing - (chain.at(-1) ?? 0) <= TIMESPAN) chain.push(firing);
      else chains.push([firing]);
    }
    for (const chain of chains) {
      const members = [...new Set(chain.flatMap(window))];
      const memberTimes = members.map(timeOf);
      expected.push({
        group,
        count: measure(kind, members),
        events: members.length,
        first: Math.min(...memberTimes),
        last: Math.max(...memberTimes),
      });
    }
  }
  return expected.sort(byPlace);
}

function byPlace(one: Expected, other: Expected): number {
  return one.group.localeCompare(other.group) || one.first - other.first || one.last - other.last;
}

/** Cuts into batches of random size and sends some of the events once more, at any later time. */
function deliveries(events: readonly CanonicalEvent[], random: () => number): CanonicalEvent[][] {
  const batches: CanonicalEvent[][] = [];
  for (let i = 0; i < events.length; ) {
    const size = 1 + Math.floor(random() * 20);
    const again = events.slice(0, i).filter(() => random() < 0.1);
    batches.push(shuffled([...events.slice(i, i + size), ...again], random));
    i += size;
  }
  return random() < 0.5 ? batches : [...batches, [...events]];
}

async function detected(
  kind: Kind,
  threshold: number,
  batches: readonly CanonicalEvent[][],
): Promise<Expected[]> {
  const field = fields[kind];
  const condition = `{ ${field === null ? '' : `field: ${field}, `}gte: ${threshold} }`;
  const detector = makeDetector(
    rulesetOf(correlationYaml(`type: ${kind}\ntimespan: 5m\ncondition: ${condition}`)),
  );
  for (const batch of batches) expect(await detector.send(batch)).toMatchObject({ truncated: 0 });
  return detector
    .alerts()
    .map((alert) => ({
      group: alert.group['actor.id'] ?? '',
      count: alert.count,
      events: alert.evidence_total,
      first: Date.parse(alert.first_seen),
      last: Date.parse(alert.last_seen),
    }))
    .sort(byPlace);
}

const fresh = Math.floor(Math.random() * 2 ** 31);
const seeds = [...Array.from({ length: 20 }, (_, i) => i + 1), fresh, fresh + 1, fresh + 2];
const kinds: Kind[] = ['event_count', 'value_count', 'value_sum'];

describe.each(kinds)('the engine says the same as an evaluator that looks at everything: %s', (kind) => {
  test('on batches in order, with events delivered again', async () => {
    for (const seed of seeds) {
      const random = generator(seed);
      const events = randomEvents(random, seed);
      const threshold = 2 + Math.floor(random() * 6);
      const found = await detected(kind, threshold, deliveries(events, random));
      expect(found, `seed ${seed}`).toEqual(oracle(kind, threshold, events));
    }
  });

  test('on one batch in any order', async () => {
    for (const seed of seeds) {
      const random = generator(seed);
      const events = randomEvents(random, seed);
      const threshold = 2 + Math.floor(random() * 6);
      const found = await detected(kind, threshold, [shuffled([...events, ...events], random)]);
      expect(found, `seed ${seed}`).toEqual(oracle(kind, threshold, events));
    }
  });

  test('on events up to an hour late; what late events joined to an elder alert is a part of it', async () => {
    for (const seed of seeds) {
      const random = generator(seed);
      const events = randomEvents(random, seed);
      const threshold = 2 + Math.floor(random() * 6);
      const arrival = new Map(events.map((event) => [event, timeOf(event) + random() * LATENESS] as const));
      const delayed = [...events].sort((one, other) => (arrival.get(one) ?? 0) - (arrival.get(other) ?? 0));
      const found = await detected(kind, threshold, deliveries(delayed, random));
      const expected = oracle(kind, threshold, events);
      const isExpected = (one: Expected) =>
        expected.some((other) => JSON.stringify(other) === JSON.stringify(one));
      expect(found.filter(isExpected), `seed ${seed}`).toEqual(expected);
      for (const joined of found.filter((one) => !isExpected(one))) {
        const whole = expected.find(
          ({ group, first, last }) => group === joined.group && first <= joined.first && joined.last <= last,
        );
        expect(joined.events, `seed ${seed}`).toBeLessThan(whole?.events ?? 0);
      }
    }
  });
});
