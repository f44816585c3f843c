import { describe, expect, test } from 'vitest';
import { at, makeDetector, rulesetOf } from '../../support/detector.ts';
import { failed, failures, login, rule, succeeded } from '../../support/logins.ts';

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

test('a sum that was too low does not come true when the negative value in it is forgotten', async () => {
  const gained = (seconds: number, value: number) =>
    login(seconds, 'success', { attributes: { 'source.bytes': value } });
  const ruleset = rulesetOf(
    succeeded +
      rule(
        1,
        'type: value_sum, rules: succeeded, group-by: [actor.id], timespan: 2m, condition: { field: source.bytes, gt: 0 }',
      ),
  );
  const early = [gained(0, -5), gained(60, 3)];
  const fires = gained(155, 9);
  const [inOrder, late] = [makeDetector(ruleset), makeDetector(ruleset)];
  await inOrder.send([...early, fires]);
  await late.send(early);
  // An hour and a timespan after the first event: what comes next finds it forgotten, and the second one still known.
  await late.send([gained(3_750, -1)]);
  await late.send([fires]);
  expect(inOrder.alerts()).toHaveLength(1);
  expect(late.alerts().map(({ alert_id }) => alert_id)).toEqual(
    inOrder.alerts().map(({ alert_id }) => alert_id),
  );
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
