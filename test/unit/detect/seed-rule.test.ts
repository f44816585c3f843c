import { describe, expect, test } from 'vitest';
import { opensCase } from '#shared/cases/case-for-alert.ts';
import { failure, failures, makeDetector, shippedRuleset } from '../../support/detector.ts';

const ruleset = shippedRuleset();
const newDetector = () => makeDetector(ruleset);

describe('the seed rule', () => {
  test('makes one alert of ten events of one actor and tenant within 5 minutes', async () => {
    const detector = newDetector();
    const events = failures(10, 30);
    await detector.send(events);
    const [alert, ...others] = detector.alerts();
    expect(others).toEqual([]);
    expect(alert).toMatchObject({
      rule: { title: 'Ten failed logins of one actor within five minutes', level: 'high' },
      severity: 8,
      count: 10,
      group: { 'actor.id': 'alice' },
      first_seen: events[0]?.timestamp,
      last_seen: events[9]?.timestamp,
      evidence: events,
      evidence_total: 10,
    });
  });

  test('makes one alert of the same events when each comes by itself', async () => {
    const detector = newDetector();
    for (const event of failures(10, 30)) await detector.send([event]);
    expect(detector.alerts().map(({ count }) => count)).toEqual([10]);
  });

  test('makes no alert of nine', async () => {
    const detector = newDetector();
    await detector.send(failures(9, 1));
    expect(detector.alerts()).toEqual([]);
  });

  test('makes no alert of ten spread over six minutes', async () => {
    const detector = newDetector();
    await detector.send(failures(10, 40));
    expect(detector.alerts()).toEqual([]);
  });

  test('makes no alert of ten across two tenants', async () => {
    const detector = newDetector();
    const events = failures(10, 10);
    await detector.send(events.slice(0, 5), 'acme');
    await detector.send(events.slice(5), 'globex');
    expect([...detector.alerts('acme'), ...detector.alerts('globex')]).toEqual([]);
  });

  test('makes no alert of ten across two actors', async () => {
    const detector = newDetector();
    const other = { actor: { type: 'user', id: 'bob' } } as const;
    await detector.send([...failures(5, 1), ...[6, 7, 8, 9, 10].map((second) => failure(second, other))]);
    expect(detector.alerts()).toEqual([]);
  });

  test('counts failed_login_count: 10 in one event as ten', async () => {
    const detector = newDetector();
    await detector.send([failure(0, { attributes: { failed_login_count: 10 } })]);
    expect(detector.alerts()).toMatchObject([{ count: 10, evidence_total: 1 }]);
  });

  test('makes still one alert when the same batch is delivered again', async () => {
    const detector = newDetector();
    const events = failures(10, 10);
    await detector.send(events);
    const before = detector.alerts();
    await detector.send(events);
    await detector.send([...events].reverse());
    await detector.send([...events, ...events]);
    expect(detector.alerts()).toEqual(before);
  });

  test('raises the count on the same alert at the eleventh failure', async () => {
    const detector = newDetector();
    await detector.send(failures(10, 10));
    const [before] = detector.alerts();
    await detector.send([failure(101)]);
    const [after, ...others] = detector.alerts();
    expect(others).toEqual([]);
    expect(after?.alert_id).toBe(before?.alert_id);
    expect(after).toMatchObject({ count: 11, evidence_total: 11 });
    expect(after?.revision).toBeGreaterThan(before?.revision ?? 0);
  });

  test('opens a case', async () => {
    const detector = newDetector();
    await detector.send(failures(10, 1));
    expect(detector.alerts().map(opensCase)).toEqual([true]);
  });
});
