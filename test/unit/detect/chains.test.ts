import { describe, expect, test } from 'vitest';
import { withRulesOff } from '#shared/detect/rules-off.ts';
import { at, makeDetector, rulesetOf } from '../../support/detector.ts';
import { failed, failures, login, rule, succeeded, success } from '../../support/logins.ts';

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
