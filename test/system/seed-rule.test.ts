import { beforeAll, describe, expect, test } from 'vitest';
import { newSource, push, unique } from '../support/cell.ts';
import { failedLogin, failedLogins } from '../support/failed-logins.ts';
import { alertOf, alertsOf, pipelineCaughtUp } from '../support/find-alerts.ts';

/** Each sentence of the seed rule, through HTTP, on the deployed pipeline with its state in DynamoDB. */
describe('ten failed logins of one actor within five minutes', () => {
  let acme = '';
  let globex = '';
  beforeAll(async () => {
    acme = (await newSource('acme', unique('seed'))).token;
    globex = (await newSource('globex', unique('seed'))).token;
  });

  test('nine are no alert, and the tenth makes one', async () => {
    const actor = unique('nine');
    await push(acme, failedLogins(actor, 9, 10));
    await pipelineCaughtUp('acme', acme);
    expect(await alertsOf('acme', actor)).toEqual([]);
    await push(acme, [failedLogin(actor, 95)]);
    const alert = await alertOf('acme', actor);
    expect(alert.count).toBe(10);
  });

  test('ten spread over six minutes are no alert, and only what lies in five minutes counts', async () => {
    const actor = unique('spread');
    await push(acme, failedLogins(actor, 10, 40));
    await pipelineCaughtUp('acme', acme);
    expect(await alertsOf('acme', actor)).toEqual([]);
    await push(acme, [failedLogin(actor, 361), failedLogin(actor, 362)]);
    const alert = await alertOf('acme', actor);
    expect(alert.count).toBe(10);
  });

  test('ten across two tenants are no alert in either', async () => {
    const actor = unique('shared');
    await push(acme, failedLogins(actor, 5, 1));
    await push(globex, failedLogins(actor, 5, 1));
    await pipelineCaughtUp('acme', acme);
    await pipelineCaughtUp('globex', globex);
    expect(await alertsOf('acme', actor)).toEqual([]);
    expect(await alertsOf('globex', actor)).toEqual([]);
    await push(
      acme,
      Array.from({ length: 5 }, (_, i) => failedLogin(actor, 10 + i)),
    );
    expect((await alertOf('acme', actor)).count).toBe(10);
    expect(await alertsOf('globex', actor)).toEqual([]);
  });

  test('one event that counts ten is ten', async () => {
    const actor = unique('counted');
    await push(acme, [failedLogin(actor, 0, { failed_login_count: 10 })]);
    const alert = await alertOf('acme', actor);
    expect(alert.count).toBe(10);
    expect(alert.evidence).toHaveLength(1);
  });

  test('the same batch delivered again is still one alert with the same count', async () => {
    const actor = unique('again');
    const batch = failedLogins(actor, 10, 3);
    await push(acme, batch);
    await alertOf('acme', actor);
    await push(acme, batch);
    await push(acme, [...batch].reverse());
    await pipelineCaughtUp('acme', acme);
    const alerts = await alertsOf('acme', actor);
    expect(alerts.map(({ count }) => count)).toEqual([10]);
  });

  test('the eleventh raises the count of the same alert and opens no second case', async () => {
    const actor = unique('eleven');
    await push(acme, failedLogins(actor, 10, 3));
    const first = await alertOf('acme', actor);
    await push(acme, [failedLogin(actor, 31)]);
    const raised = await alertOf('acme', actor, 11);
    expect(raised.alert_id).toBe(first.alert_id);
    expect(raised.count).toBe(11);
    await pipelineCaughtUp('acme', acme);
    expect(await alertsOf('acme', actor)).toHaveLength(1);
  });

  test('late and unordered events count where they happened', async () => {
    const actor = unique('late');
    const events = failedLogins(actor, 10, 20);
    const shuffled = [...events.slice(5), ...events.slice(0, 5)];
    for (const event of shuffled) await push(acme, [event]);
    const alert = await alertOf('acme', actor);
    expect(alert.count).toBe(10);
    expect(alert.first_seen).toBe(String(events[0]?.['@timestamp']));
    expect(alert.last_seen).toBe(String(events[9]?.['@timestamp']));
  });
});
