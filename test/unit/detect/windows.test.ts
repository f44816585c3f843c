import { describe, expect, test } from 'vitest';
import { buildEvent } from '../../support/builders/event.ts';
import {
  at,
  BEGINNING,
  correlationYaml,
  failure,
  failures,
  makeDetector,
  rulesetOf,
} from '../../support/detector.ts';

const threeInFiveMinutes = rulesetOf(
  correlationYaml('type: event_count\ntimespan: 5m\ncondition: { gte: 3 }'),
);
const newDetector = () => makeDetector(threeInFiveMinutes);
const HOUR = 3_600;

describe('a correlation window', () => {
  test('still counts an event that is exactly a timespan old, and no older one', async () => {
    const edge = newDetector();
    await edge.send([failure(0), failure(100), failure(300)]);
    expect(edge.alerts()).toHaveLength(1);
    const beyond = newDetector();
    await beyond.send([failure(0), failure(100), failure(300.001)]);
    expect(beyond.alerts()).toEqual([]);
  });

  test('counts events of one time, whatever their order', async () => {
    const detector = newDetector();
    await detector.send([failure(5), failure(5), failure(5)]);
    expect(detector.alerts()).toMatchObject([{ count: 3, first_seen: at(5), last_seen: at(5) }]);
  });

  test('counts an event once, however often and in whatever batch it comes', async () => {
    const detector = newDetector();
    const [one, two] = [failure(0), failure(1)];
    await detector.send([one, one, two]);
    await detector.send([two, one]);
    expect(detector.alerts()).toEqual([]);
  });

  test('goes by the events’ own time, in any order of arrival', async () => {
    const detector = newDetector();
    for (const seconds of [290, 10, 3_000, 150]) await detector.send([failure(seconds)]);
    expect(detector.alerts()).toMatchObject([{ count: 3, first_seen: at(10), last_seen: at(290) }]);
  });

  test('counts an event an hour late, and leaves out a later one and says so', async () => {
    const detector = newDetector();
    await detector.send([failure(0), failure(1), failure(2 + HOUR)]);
    expect(await detector.send([failure(2)])).toMatchObject({ ignored: 0 });
    expect(detector.alerts()).toMatchObject([{ count: 3 }]);
    expect(await detector.send([failure(1.5)])).toMatchObject({ ignored: 1 });
    expect(detector.alerts()).toMatchObject([{ count: 3 }]);
  });

  test('keeps one alert while firings follow each other within a timespan, and begins another after it', async () => {
    const detector = newDetector();
    await detector.send(failures(12, 100));
    expect(detector.alerts()).toMatchObject([{ count: 12, first_seen: at(0), last_seen: at(1_100) }]);
    await detector.send(failures(3, 10, 2_000));
    expect(detector.alerts()).toMatchObject([{ count: 12 }, { count: 3, first_seen: at(2_000) }]);
  });

  test('keeps the alert’s id when a late event moves its beginning', async () => {
    const detector = newDetector();
    await detector.send([failure(100), failure(200), failure(300)]);
    const [before] = detector.alerts();
    await detector.send([failure(50)]);
    expect(detector.alerts()).toMatchObject([{ alert_id: before?.alert_id, count: 4, first_seen: at(50) }]);
  });

  test('continues the elder of two alerts that late events join', async () => {
    const detector = newDetector();
    await detector.send(failures(3, 10));
    await detector.send(failures(3, 10, 500));
    const [elder, younger] = detector.alerts();
    await detector.send([failure(250)]);
    expect(detector.alerts()).toMatchObject([
      { alert_id: elder?.alert_id, count: 7, first_seen: at(0), last_seen: at(520) },
      { ...younger },
    ]);
  });

  test('counts on exactly over hours, long after the first events were forgotten', async () => {
    const detector = newDetector();
    const events = failures(400, 60);
    for (let i = 0; i < events.length; i += 7) await detector.send(events.slice(i, i + 7));
    expect(detector.alerts()).toMatchObject([{ count: 400, evidence_total: 400, first_seen: at(0) }]);
    expect(detector.alerts()[0]?.evidence).toEqual(events.slice(-25));
  });

  test('shows the newest 25 events of the alert and says how many there were', async () => {
    const detector = newDetector();
    const events = failures(40, 1);
    await detector.send(events);
    expect(detector.alerts()).toMatchObject([{ evidence: events.slice(-25), evidence_total: 40 }]);
  });

  test('cuts long values of its evidence and keeps the event valid', async () => {
    const detector = newDetector();
    const attributes = {
      'event.original': 'x'.repeat(200_000),
      'user.name': 'alice',
      many: Array(500).fill('y'),
    };
    await detector.send([0, 1, 2].map((second) => failure(second, { attributes })));
    const [alert] = detector.alerts();
    for (const event of alert?.evidence ?? []) {
      expect(JSON.stringify(event).length).toBeLessThan(1_600);
      expect(event.attributes['user.name']).toBe('alice');
      expect(buildEvent('acme', event)).toEqual(event);
    }
  });

  test('says when more happens than it can hold, and goes on counting what comes in order', async () => {
    const detector = newDetector();
    const events = failures(6_000, 0.01);
    expect(await detector.send(events.slice(0, 2_000))).toMatchObject({ truncated: 0 });
    expect(await detector.send(events.slice(2_000, 5_000))).toMatchObject({ truncated: 1 });
    await detector.send(events.slice(5_000));
    expect(detector.alerts()).toMatchObject([{ count: 6_000 }]);
    await detector.send(events);
    expect(detector.alerts()).toMatchObject([{ count: 6_000 }]);
  });

  test('does not lose its present to one event with a clock years ahead', async () => {
    const detector = makeDetector(threeInFiveMinutes, new Date(BEGINNING + 60_000));
    await detector.send([failure(10 * 365 * 24 * HOUR)]);
    await detector.send([failure(0)]);
    await detector.send([failure(1), failure(2)]);
    expect(detector.alerts()).toMatchObject([{ count: 3 }]);
  });
});

describe('kinds of correlation', () => {
  const run = async (correlation: string, events: Parameters<ReturnType<typeof makeDetector>['send']>[0]) => {
    const detector = makeDetector(rulesetOf(correlationYaml(correlation)));
    await detector.send(events);
    return detector.alerts();
  };
  const withAttributes = (values: Record<string, string | number>[]) =>
    values.map((attributes, i) => failure(i, { attributes }));

  test('value_count counts different values, and events without the field do not take part', async () => {
    const rule = 'type: value_count\ntimespan: 1m\ncondition: { field: source.ip, gte: 3 }';
    const two = [{ 'source.ip': 'a' }, { 'source.ip': 'b' }, { 'source.ip': 'b' }, { 'host.name': 'c' }];
    expect(await run(rule, withAttributes(two))).toEqual([]);
    expect(await run(rule, withAttributes([...two, { 'source.ip': 'c' }]))).toMatchObject([
      { count: 3, evidence_total: 4 },
    ]);
  });

  test('value_sum adds numbers, also written as text, and passes over what is none', async () => {
    const rule = 'type: value_sum\ntimespan: 1m\ncondition: { field: source.bytes, gt: 99 }';
    const values = [{ 'source.bytes': 40 }, { 'source.bytes': '59' }, { 'source.bytes': 'many' }];
    expect(await run(rule, withAttributes(values))).toEqual([]);
    expect(await run(rule, withAttributes([...values, { 'source.bytes': 0.5 }]))).toMatchObject([
      { count: 99.5 },
    ]);
  });

  test('eq and a range hold only inside their bounds', async () => {
    const exactly = 'type: event_count\ntimespan: 1m\ncondition: { eq: 2 }';
    expect(await run(exactly, failures(2, 1))).toMatchObject([{ count: 2 }]);
    expect(await run(exactly, failures(1, 1))).toEqual([]);
    const range = 'type: value_sum\ntimespan: 1m\ncondition: { field: failed_login_count, gt: 5, lte: 7 }';
    const sum = (value: number) => withAttributes([{ failed_login_count: value }]);
    expect(await run(range, sum(5))).toEqual([]);
    expect(await run(range, sum(7))).toHaveLength(1);
    expect(await run(range, sum(8))).toEqual([]);
  });

  test('lt and lte hold for events that come before the others', async () => {
    const rule = 'type: event_count\ntimespan: 1m\ncondition: { lt: 2 }';
    expect(await run(rule, [failure(0)])).toHaveLength(1);
    expect(await run(rule, [failure(0), failure(1)])).toMatchObject([{ count: 1, last_seen: at(0) }]);
    expect(await run(rule, [failure(0), failure(0)])).toMatchObject([{ count: 1 }]);
  });

  test('what has alerted stays when a late event undoes it', async () => {
    const rule = correlationYaml('type: event_count\ntimespan: 1m\ncondition: { eq: 2 }');
    const detector = makeDetector(rulesetOf(rule));
    await detector.send(failures(2, 10));
    const before = detector.alerts();
    expect(before).toHaveLength(1);
    await detector.send([failure(5)]);
    expect(detector.alerts()).toMatchObject([{ alert_id: before[0]?.alert_id }]);
    await detector.send([failure(3_000)]);
    expect(detector.alerts()).toHaveLength(1);
  });

  test('an event without a group-by field belongs to no group', async () => {
    const text = correlationYaml('type: event_count\ntimespan: 1m\ncondition: { gte: 1 }').replace(
      'group-by: actor.id',
      'group-by: [actor.id, source.ip]',
    );
    const detector = makeDetector(rulesetOf(text));
    await detector.send(withAttributes([{ 'host.name': 'a' }, { 'source.ip': '192.0.2.1' }]));
    expect(detector.alerts()).toMatchObject([
      { count: 1, group: { 'actor.id': 'alice', 'source.ip': '192.0.2.1' } },
    ]);
  });

  test('without group-by all of a tenant’s events are one group', async () => {
    const text = correlationYaml('type: event_count\ntimespan: 1m\ncondition: { gte: 2 }').replace(
      '  group-by: actor.id\n',
      '',
    );
    const detector = makeDetector(rulesetOf(text));
    await detector.send([failure(0), failure(1, { actor: { type: 'service', id: 'backup' } })]);
    expect(detector.alerts()).toMatchObject([{ count: 2, group: {} }]);
  });

  test('the rules it counts stay quiet unless it says generate', async () => {
    const rule = 'type: event_count\ntimespan: 1m\ncondition: { gte: 2 }';
    expect(await run(rule, failures(2, 1))).toHaveLength(1);
    const text = correlationYaml(`${rule}\ngenerate: true`).replace(
      'name: base',
      'name: base\nid: 0d0f5f0e-5a51-4f0e-8f6a-0a4ab0a3a111',
    );
    const detector = makeDetector(rulesetOf(text));
    await detector.send(failures(2, 1));
    expect(detector.alerts().map((alert) => alert.rule.title)).toEqual(['Base', 'Base', 'Correlated']);
  });
});
