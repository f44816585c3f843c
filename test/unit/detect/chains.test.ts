import { describe, expect, test } from 'vitest';
import { detectBatch } from '#shared/detect/detect-batch.ts';
import { makeMemoryAlerts } from '#shared/detect/memory-alerts.ts';
import { makeMemoryWindowStore } from '#shared/detect/memory-window-store.ts';
import { withRulesOff } from '#shared/detect/rules-off.ts';
import { decodeWindow, eventOfEntry } from '#shared/detect/window-state.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import type { WindowStore } from '#shared/ports/window-store.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';
import { buildEvent } from '../../support/builders/event.ts';
import { at, BEGINNING, makeDetector, rulesetOf } from '../../support/detector.ts';
import { shortId } from '../../support/slow-correlations.ts';

const acme = tenantIdSchema.parse('acme');
const NOW = new Date(BEGINNING + 86_400_000);

const base = (name: string, field: string) =>
  `title: ${name}\nname: ${name}\nlogsource: { category: auth }\ndetection: { s: { ${field} }, condition: s }\n---\n`;
const rule = (n: number, correlation: string, head = '') =>
  `title: Rule ${n}\nname: rule${n}\nid: 6b0c1d5c-5c4e-4b8e-9d53-0b7f3e2a7f1${n}\n${head}correlation: { ${correlation} }\n---\n`;

const login = (seconds: number, outcome: string, given: Partial<CanonicalEvent> = {}) =>
  buildEvent('acme', {
    timestamp: at(seconds),
    ...given,
    attributes: { 'event.outcome': outcome, ...given.attributes },
  });
const failures = (count: number, every: number, from = 0, given: Partial<CanonicalEvent> = {}) =>
  Array.from({ length: count }, (_, i) => login(from + i * every, 'failure', given));
const success = (seconds: number, given: Partial<CanonicalEvent> = {}) => login(seconds, 'success', given);

const failed = base('failed', 'event.outcome: failure');
const succeeded = base('succeeded', 'event.outcome: success');
const bruteForce = rulesetOf(
  failed +
    succeeded +
    rule(1, 'type: event_count, rules: failed, group-by: [actor.id], timespan: 5m, condition: { gte: 5 }') +
    rule(2, 'type: temporal_ordered, rules: [rule1, succeeded], group-by: [actor.id], timespan: 10m'),
);

describe('a chain', () => {
  test('raises one alert for what happens in its order, and none for the correlation below', async () => {
    const detector = makeDetector(bruteForce);
    await detector.send(failures(6, 10));
    expect(detector.alerts()).toEqual([]);
    await detector.send([success(100)]);
    expect(detector.alerts()).toMatchObject([
      {
        rule: { title: 'Rule 2' },
        count: 2,
        group: { 'actor.id': 'alice' },
        first_seen: at(40),
        last_seen: at(100),
      },
    ]);
    expect(detector.alerts()[0]?.evidence.map(({ timestamp }) => timestamp)).toEqual([
      at(40),
      at(50),
      at(100),
    ]);
  });

  test('is none for another’s success, one before the failures, or one too late', async () => {
    const detector = makeDetector(bruteForce);
    const bob = { actor: { type: 'user' as const, id: 'bob' } };
    await detector.send([success(0), ...failures(5, 10, 1), success(60, bob), success(642)]);
    expect(detector.alerts()).toEqual([]);
  });

  test('alerts when the failures come after the success that followed them', async () => {
    const detector = makeDetector(bruteForce);
    await detector.send([success(100)]);
    for (const failure of failures(5, 10)) await detector.send([failure]);
    expect(detector.alerts()).toMatchObject([{ rule: { title: 'Rule 2' }, last_seen: at(100) }]);
  });

  test('writes the same alerts however often its batches come', async () => {
    const detector = makeDetector(bruteForce);
    const batches = [failures(5, 10), [success(100)]];
    for (const batch of batches) await detector.send(batch);
    const before = detector.alerts();
    for (const batch of [...batches, batches.flat()]) await detector.send(batch);
    expect(detector.alerts()).toEqual(before);
  });

  test('lets the correlation below alert too where it says generate', async () => {
    const detector = makeDetector(
      rulesetOf(
        failed +
          rule(
            1,
            'type: event_count, rules: failed, group-by: [actor.id], timespan: 5m, condition: { gte: 5 }',
          ) +
          rule(
            2,
            'type: event_count, rules: rule1, group-by: [actor.id], timespan: 10m, condition: { gte: 1 }, generate: true',
          ),
      ),
    );
    await detector.send(failures(5, 10));
    expect(detector.alerts().map((alert) => alert.rule.title)).toEqual(['Rule 1', 'Rule 2']);
  });

  test('groups by a field that the correlation below does not group by, as its last event has it', async () => {
    const detector = makeDetector(
      rulesetOf(
        failed +
          rule(
            1,
            'type: event_count, rules: failed, group-by: [actor.id], timespan: 1m, condition: { gte: 3 }',
          ) +
          rule(
            2,
            'type: value_count, rules: rule1, group-by: [source.ip], timespan: 10m, condition: { field: actor.id, gte: 2 }',
          ),
      ),
    );
    const from = (user: string, ip: string) => ({
      actor: { type: 'user' as const, id: user },
      attributes: { 'source.ip': ip },
    });
    await detector.send(failures(3, 1, 0, from('alice', '192.0.2.1')));
    await detector.send(failures(3, 1, 10, from('bob', '192.0.2.2')));
    expect(detector.alerts()).toEqual([]);
    await detector.send(failures(3, 1, 20, from('carol', '192.0.2.1')));
    expect(detector.alerts()).toMatchObject([
      { rule: { title: 'Rule 2' }, count: 2, group: { 'source.ip': '192.0.2.1' } },
    ]);
  });

  test('takes a group-by field from where each of its rules has it', async () => {
    const detector = makeDetector(
      rulesetOf(
        failed +
          succeeded +
          rule(
            1,
            'type: temporal, rules: [failed, succeeded], group-by: [who], timespan: 1m, aliases: { who: { failed: actor.id, succeeded: user.target.name } }',
          ),
      ),
    );
    await detector.send([login(0, 'failure'), success(10, { attributes: { 'user.target.name': 'bob' } })]);
    expect(detector.alerts()).toEqual([]);
    await detector.send([success(20, { attributes: { 'user.target.name': 'alice' } })]);
    expect(detector.alerts()).toMatchObject([{ count: 2, group: { who: 'alice' }, evidence_total: 2 }]);
  });
});

test('a correlation that is switched off raises no alert, and still counts for the one above', async () => {
  const ruleset = rulesetOf(
    failed +
      rule(1, 'type: event_count, rules: failed, group-by: [actor.id], timespan: 5m, condition: { gte: 5 }') +
      rule(
        2,
        'type: event_count, rules: rule1, group-by: [actor.id], timespan: 10m, condition: { gte: 1 }, generate: true',
      ),
  );
  const titles = async (...off: number[]) => {
    const ids = off.map((n) => `6b0c1d5c-5c4e-4b8e-9d53-0b7f3e2a7f1${n}`);
    const detector = makeDetector(withRulesOff(ruleset, new Set(ids)));
    await detector.send(failures(5, 10));
    return detector.alerts().map((alert) => alert.rule.title);
  };
  expect(await titles()).toEqual(['Rule 1', 'Rule 2']);
  expect(await titles(1)).toEqual(['Rule 2']);
  expect(await titles(2)).toEqual(['Rule 1']);
  expect(await titles(1, 2)).toEqual([]);
});

test('an alert says which words of its events matched, the newest event first', async () => {
  const detector = makeDetector(
    rulesetOf(
      failed +
        succeeded +
        rule(1, 'type: temporal, rules: [failed, succeeded], group-by: [actor.id], timespan: 5m'),
    ),
  );
  const [before, after] = [login(0, 'failure'), login(10, 'success')];
  await detector.send([before, after]);
  const [alert] = detector.alerts();
  expect(alert?.explanations).toMatchObject([
    {
      event_id: after.event_id,
      rule: { title: 'succeeded' },
      selections: ['s'],
      matches: [{ field: 'event.outcome', value: 'success', spans: [[0, 7]] }],
    },
    { event_id: before.event_id, rule: { title: 'failed' }, matches: [{ value: 'failure' }] },
  ]);
});

describe('an average, a median and a percentile', () => {
  const bytes = (seconds: number, count: number) =>
    login(seconds, 'success', { attributes: { 'source.bytes': count } });
  test.each([
    ['value_avg', 'field: source.bytes, gte: 100', [50, 100, 180], 110],
    ['value_median', 'field: source.bytes, gte: 100', [1, 120, 5_000], 120],
    ['value_percentile', 'field: source.bytes, percentile: 90, gte: 100', [10, 10, 200, 200], 200],
  ])('%s says the value over its last window', async (type, condition, values, count) => {
    const detector = makeDetector(
      rulesetOf(
        succeeded +
          rule(
            1,
            `type: ${type}, rules: succeeded, group-by: [actor.id], timespan: 5m, condition: { ${condition} }`,
          ),
      ),
    );
    await detector.send(values.map((value, i) => bytes(i, value)));
    expect(detector.alerts()).toMatchObject([{ count, last_seen: at(values.length - 1) }]);
    await detector.send([bytes(3_600, 1)]);
    expect(detector.alerts()).toHaveLength(1);
  });

  test('is judged over the newest events where a window holds no more, and the alert says so', async () => {
    const detector = makeDetector(
      rulesetOf(
        succeeded +
          rule(
            1,
            'type: value_avg, rules: succeeded, group-by: [actor.id], timespan: 1h, condition: { field: source.bytes, gte: 100 }',
          ),
      ),
    );
    await detector.send(Array.from({ length: 2_500 }, (_, i) => bytes(i / 10, 1)));
    expect(detector.alerts()).toEqual([]);
    await detector.send(Array.from({ length: 50 }, (_, i) => bytes(251 + i / 10, 100_000)));
    expect(detector.alerts()).toMatchObject([{ truncated: true }]);
  });
});

test('an alert says when more happened than its window holds, and one of few events does not', async () => {
  const detector = makeDetector(
    rulesetOf(
      failed +
        rule(
          1,
          'type: event_count, rules: failed, group-by: [actor.id], timespan: 5m, condition: { gte: 3 }',
        ),
    ),
  );
  await detector.send(failures(3, 1));
  expect(detector.alerts()).toMatchObject([{ count: 3, truncated: false }]);
  await detector.send(failures(2_100, 0.01, 10));
  expect(detector.alerts()).toMatchObject([{ count: 2_103, truncated: true }]);
  await detector.send(failures(3, 1, 2_000));
  expect(detector.alerts()).toMatchObject([{ truncated: true }, { count: 3, truncated: false }]);
});

describe('another shard that comes in between', () => {
  const undoing = rulesetOf(
    failed +
      rule(1, 'type: event_count, rules: failed, group-by: [actor.id], timespan: 5m, condition: { eq: 2 }') +
      rule(2, 'type: event_count, rules: rule1, group-by: [actor.id], timespan: 5m, condition: { gte: 1 }'),
  );

  /** Counts the calls and lets `intrude` go first at the k-th. */
  function interrupted(store: WindowStore, k: number, intrude: () => Promise<unknown>): WindowStore {
    let calls = 0;
    const turn = async () => {
      calls++;
      if (calls === k) await intrude();
    };
    return {
      load: async (...args) => {
        await turn();
        return store.load(...args);
      },
      save: async (...args) => {
        await turn();
        return store.save(...args);
      },
    };
  }

  test.each([1, 2, 3, 4, 5, 6])(
    'at step %i leaves the firings of both below where they belong above',
    async (k) => {
      const [early = login(0, ''), ...later] = failures(3, 10);
      const store = makeMemoryWindowStore();
      const alerts = makeMemoryAlerts();
      const ports = { windows: store, alerts };
      // The second of three no longer fires once the first is there, and the first two do.
      const intrude = () => detectBatch(ports, undoing, acme, [early], NOW);
      await detectBatch({ ...ports, windows: interrupted(store, k, intrude) }, undoing, acme, later, NOW);
      if (k === 6) await intrude();
      const state = await stateOf(store, 2);
      const standing = state.entries.filter((entry) => !entry.void).map(eventOfEntry);
      expect(standing).toEqual(later.slice(0, 1).map(shortId));
    },
  );

  /** The one window of a rule, found by what the store was asked for. */
  async function stateOf(store: WindowStore, n: number) {
    let key = '';
    const spy: WindowStore = {
      load: async (tenantId, keys) => {
        key = keys.find((one) => one.includes(`7f1${n}`)) ?? key;
        return store.load(tenantId, keys);
      },
      save: store.save,
    };
    await detectBatch(
      { windows: spy, alerts: makeMemoryAlerts() },
      undoing,
      acme,
      failures(3, 10, 4_000),
      NOW,
    );
    const found = (await store.load(acme, [key])).get(key);
    if (found === undefined) throw new Error('The window is not there.');
    const state = decodeWindow(found.state);
    return { ...state, entries: state.entries.filter((entry) => entry.at < BEGINNING + 1_000_000) };
  }
});
