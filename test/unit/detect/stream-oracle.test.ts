import { hash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { compileRuleset } from '#shared/detect/compile-ruleset.ts';
import { makeCorrelator } from '#shared/detect/correlate.ts';
import { detectBatch } from '#shared/detect/detect-batch.ts';
import { fieldReader } from '#shared/detect/event-fields.ts';
import { loadRuleset } from '#shared/detect/load-ruleset.ts';
import { makeMemoryAlerts } from '#shared/detect/memory-alerts.ts';
import { makeMemoryWindowStore } from '#shared/detect/memory-window-store.ts';
import type { CorrelationRule, RulesetData } from '#shared/detect/rule.ts';
import { decodeWindow, eventOfEntry } from '#shared/detect/window-state.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import type { WindowStore } from '#shared/ports/window-store.ts';
import type { AlertDetection } from '#shared/schema/alert.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';
import { BEGINNING } from '../../support/detector.ts';
import {
  below,
  deliveries,
  generator,
  randomEvents,
  randomRules,
  shuffled,
} from '../../support/random-correlations.ts';
import { inOrder, type SlowFiring, shortId, slowFirings } from '../../support/slow-correlations.ts';

const CASES = 150;
const LATENESS = 60 * 60_000;
const NOW = new Date(BEGINNING + 86_400_000);
const acme = tenantIdSchema.parse('acme');
/** Length of the one long value among the random ones. */
const LONG = 64;
/** A failure is run again by naming its seed: ORACLE_SEED=232809041. */
const fresh = Number(process.env.ORACLE_SEED ?? Math.floor(Math.random() * 2 ** 30));
const readEvent = (event: CanonicalEvent, field: string) => fieldReader(field)(event);
const timeOf = ({ timestamp }: CanonicalEvent) => Date.parse(timestamp);

type Case = { seed: number; text: string; data: RulesetData; events: CanonicalEvent[]; random: () => number };

function makeCase(seed: number, inOnlyGrowing = false): Case {
  const random = generator(seed);
  const text = randomRules(random, inOnlyGrowing);
  const { ruleset, refused } = compileRuleset([{ path: 'random.yml', text }]);
  expect(refused, `seed ${seed}`).toEqual([]);
  const events = randomEvents(random, seed, 15 + Math.floor(random() * 30));
  return { seed, text, data: ruleset, events: events.sort(inOrder), random };
}

/** Which events each detection rule matches; the rules are simple enough to say it here. */
function matchesOf({ data, events }: Case): Map<string, CanonicalEvent[]> {
  return new Map(
    data.detections.map(({ key, info }) => [
      key,
      events.filter(({ attributes }) => attributes.kind === info.title),
    ]),
  );
}

const slowly = (one: Case) => slowFirings(one.data.correlations, matchesOf(one), readEvent);

/** What the evaluator over files says of the events in order of time and id. */
function overAFile(one: Case): string[] {
  const everythingAlerts = one.data.correlations.map((rule) => ({ ...rule, alerts: true }));
  const correlator = makeCorrelator(everythingAlerts);
  const matches = matchesOf(one);
  for (const [line, event] of one.events.entries()) {
    for (const [key, matched] of matches) {
      if (matched.includes(event))
        correlator.add(key, timeOf(event), line, (field) => readEvent(event, field));
    }
  }
  return [...correlator.finish()]
    .map(({ line, id, group, n }) => firingText(id, Object.values(group), one.events[line], n))
    .sort();
}

function firingText(id: string, group: readonly string[], event: CanonicalEvent | undefined, n: number) {
  return JSON.stringify([id, group, event?.event_id, Math.round(n * 1e6)]);
}

type Batches = readonly (readonly CanonicalEvent[])[];

/**
 * The firings that the stream's windows last said they have, by window and event, and the alerts. Each shard's batches
 * are worked on one after the other, all shards at once; `pause` lets another go on between a load and a save.
 */
async function onTheStream(data: RulesetData, shards: readonly Batches[], pause = async () => {}) {
  const marks = new Map<string, Map<string, boolean>>();
  const store = makeMemoryWindowStore();
  const windows: WindowStore = {
    load: async (tenantId, keys) => {
      await pause();
      return store.load(tenantId, keys);
    },
    save: async (tenantId, writes) => {
      await pause();
      const conflicts = await store.save(tenantId, writes);
      for (const { key, state } of writes) {
        if (conflicts.includes(key)) continue;
        const events = marks.get(key) ?? new Map<string, boolean>();
        marks.set(key, events);
        const { entries } = decodeWindow(state);
        for (const entry of entries) events.set(eventOfEntry(entry), false);
        for (const entry of entries) if (entry.fires) events.set(eventOfEntry(entry), true);
      }
      return conflicts;
    },
  };
  const alerts = makeMemoryAlerts();
  const ruleset = loadRuleset(JSON.parse(JSON.stringify(data)));
  const work = async (batches: Batches) => {
    for (const batch of batches) await detectBatch({ windows, alerts }, ruleset, acme, batch, NOW);
  };
  await Promise.all(shards.map(work));
  const firing = [...marks].flatMap(([key, events]) =>
    [...events].filter(([, fires]) => fires).map(([event]) => `${key} ${event}`),
  );
  return { firing: firing.sort(), alerts: alerts.list(acme) };
}

/** A window's key, spelled out: a long value stands by its beginning and its hash. */
function windowKey({ info }: CorrelationRule, group: readonly string[]): string {
  const digest = (text: string) => hash('sha256', text, 'base64url').slice(0, 22);
  const brief = group.map((value) => (value.length <= 48 ? value : `${value.slice(0, 8)}…${digest(value)}`));
  return `${info.id}#${digest(JSON.stringify(brief))}`;
}

const expectedFirings = (rules: readonly CorrelationRule[], slow: ReadonlyMap<string, SlowFiring[]>) =>
  rules
    .flatMap((rule) =>
      (slow.get(rule.key) ?? []).map(({ group, event }) => `${windowKey(rule, group)} ${shortId(event)}`),
    )
    .sort();

/** Firings of one group at most a timespan apart are one alert: its first and last firing. */
function expectedAlerts(rules: readonly CorrelationRule[], slow: ReadonlyMap<string, SlowFiring[]>) {
  return rules
    .filter(({ alerts }) => alerts)
    .flatMap((rule) => {
      const groups = Map.groupBy(slow.get(rule.key) ?? [], ({ group }) => JSON.stringify(group));
      return [...groups.values()].flatMap((firings) => {
        const times = firings.map(({ event }) => timeOf(event)).sort((one, other) => one - other);
        return times
          .filter((time, i) => (times[i + 1] ?? Number.POSITIVE_INFINITY) - time > rule.timespanMs)
          .map((last) => `${rule.info.id} ${firings[0]?.group.map((value) => value.length)} ${last}`);
      });
    })
    .sort();
}

const alertText = ({ rule, group, last_seen }: AlertDetection, rules: readonly CorrelationRule[]) => {
  const found = rules.find(({ info }) => info.id === rule.id);
  const shown = found?.groupBy.map((name) => (group[name]?.includes('…') ? LONG : group[name]?.length));
  return `${rule.id} ${shown} ${Date.parse(last_seen)}`;
};

const seeds = (from: number) => Array.from({ length: CASES }, (_, i) => from + i);

// On a busy machine each of these takes a while; none of them waits for anything.
describe('on random rules of all kinds, chains among them, the stream says the same as a look at everything', {
  timeout: 300_000,
}, () => {
  test(`on batches in order, with events delivered again, under the same alert ids; so does a file (seeds from ${fresh})`, async () => {
    let firings = 0;
    for (const seed of [...seeds(1), ...seeds(fresh)]) {
      const one = makeCase(seed);
      const slow = slowly(one);
      const { correlations } = one.data;
      const { firing, alerts } = await onTheStream(one.data, [deliveries(one.events, one.random)]);
      const wanted = expectedFirings(correlations, slow);
      expect(firing, `seed ${seed}\n${one.text}`).toEqual(wanted);
      const correlated = alerts.filter(({ rule }) => correlations.some(({ info }) => info.id === rule.id));
      expect(
        correlated.map((alert) => alertText(alert, correlations)).sort(),
        `seed ${seed}\n${one.text}`,
      ).toEqual(expectedAlerts(correlations, slow));
      const file = correlations.flatMap((rule) =>
        (slow.get(rule.key) ?? []).map(({ group, event, total }) =>
          firingText(rule.info.id, group, event, total),
        ),
      );
      expect(overAFile(one), `seed ${seed}\n${one.text}`).toEqual(file.sort());
      firings += wanted.length;
      if (seed % 5 > 0) continue;
      const otherwise = await onTheStream(one.data, [deliveries(one.events, one.random)]);
      const idsOf = (found: readonly AlertDetection[]) => found.map(({ alert_id }) => alert_id).sort();
      expect(idsOf(otherwise.alerts), `seed ${seed}`).toEqual(idsOf(alerts));
    }
    expect(firings).toBeGreaterThan(CASES);
  });

  test(`on events up to an hour late, in any order and again (seeds from ${fresh})`, async () => {
    for (const seed of [...seeds(1), ...seeds(fresh)]) {
      const one = makeCase(seed);
      const late = (event: CanonicalEvent) => timeOf(event) + one.random() * LATENESS;
      const arrival = new Map(one.events.map((event) => [event, late(event)] as const));
      const delayed = [...one.events].sort((a, b) => (arrival.get(a) ?? 0) - (arrival.get(b) ?? 0));
      const { firing } = await onTheStream(one.data, [deliveries(delayed, one.random)]);
      expect(firing, `seed ${seed}\n${one.text}`).toEqual(
        expectedFirings(one.data.correlations, slowly(one)),
      );
    }
  });

  test(`on three shards that are read at once, an entity’s events on each of them (seeds from ${fresh})`, async () => {
    for (const seed of [...seeds(1), ...seeds(fresh)]) {
      const one = makeCase(seed);
      // Whoever reads faster must not make the others' events too late.
      const start = timeOf(one.events[0] as CanonicalEvent);
      one.events = one.events.filter((event) => timeOf(event) - start <= LATENESS);
      const shards = [0, 1, 2].map((shard) =>
        deliveries(
          one.events.filter((_, i) => i % 3 === shard),
          one.random,
        ),
      );
      const pause = async () => {
        // Seldom long enough for another shard to do a whole batch meanwhile.
        const most = one.random() < 0.15 ? 300 : 5;
        for (let turns = below(one.random, most); turns > 0; turns--) await Promise.resolve();
      };
      const { firing } = await onTheStream(one.data, shards, pause);
      expect(firing, `seed ${seed}\n${one.text}`).toEqual(
        expectedFirings(one.data.correlations, slowly(one)),
      );
    }
  });

  test(`and where more events only make a condition truer, every firing lies in an alert, and none else does (seeds from ${fresh})`, async () => {
    for (const seed of [...seeds(1), ...seeds(fresh)]) {
      const one = makeCase(seed, true);
      const { correlations } = one.data;
      const batches = [shuffled([...one.events, ...one.events], one.random)];
      const { alerts } = await onTheStream(one.data, [batches]);
      const correlated = alerts.filter(({ rule }) => correlations.some(({ info }) => info.id === rule.id));
      expect(correlated.map((alert) => alertText(alert, correlations)).sort(), `seed ${seed}`).toEqual(
        expectedAlerts(correlations, slowly(one)),
      );
    }
  });
});
