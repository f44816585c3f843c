import { expect, test } from 'vitest';
import { call, eventually, newSource, operatorToken, push, unique } from '../support/cell.ts';
import { failedLogins } from '../support/failed-logins.ts';
import { pipelineCaughtUp } from '../support/find-alerts.ts';
import { createTenant, newCode } from '../support/new-tenant.ts';

const SEED_RULE = 'b7b6613d-2074-410f-9772-f63603fb851a';

type Technique = { id: string; state: string; rules: { id: string; blockers: { why: string }[] }[] };

/** The seed rule switched off and on again, and what coverage and the reports say of it, on the deployed cell. */
test('a rule that is off makes no alert, one that is on does, and coverage tells which', async () => {
  const token = await operatorToken();
  const code = newCode();
  expect((await createTenant(code)).status).toBe(201);
  const headers = { 'x-tenant-id': code };
  const ask = async (path: string) => (await call({ path, token, headers })).json as unknown;
  /** Why the seed rule can't work, as coverage sees it; none when it works. */
  const whyNot = async () => {
    const { techniques } = (await ask('/api/v1/onboarding/mitre/coverage')) as { techniques: Technique[] };
    const bruteForce = techniques.find(({ id }) => id === 'T1110');
    return bruteForce?.rules.find(({ id }) => id === SEED_RULE)?.blockers.map(({ why }) => why);
  };
  const alertsOf = async (actor: string) => {
    const { items } = (await ask(`/api/v1/alerts?limit=200&q=${actor}`)) as {
      items: { rule: { id: string } }[];
    };
    return items.filter(({ rule }) => rule.id === SEED_RULE);
  };
  const turn = (enabled: boolean) =>
    call({ method: 'PATCH', path: `/api/v1/rules/${SEED_RULE}`, token, headers, body: { enabled } });

  expect((await turn(false)).status).toBe(200);
  expect(await whyNot()).toEqual(['rule_off', 'no_source']);
  const quiet = unique('quiet');
  expect((await push(token, failedLogins(quiet, 10, 1), headers)).status).toBe(202);
  await eventually(async () => !(await whyNot())?.includes('no_source'), 'the kind of event to be noted');
  expect(await whyNot()).toEqual(['rule_off']);
  // Detection reads the stream at its own pace: these events must be behind it before the rule is on again.
  await pipelineCaughtUp('acme', (await newSource('acme', unique('marker'))).token);

  expect((await turn(true)).status).toBe(200);
  expect(await whyNot()).toEqual([]);
  // A function may go on as before for a quarter of a minute.
  await eventually(async () => {
    const loud = unique('loud');
    await push(token, failedLogins(loud, 10, 1), headers);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    return (await alertsOf(loud)).length > 0;
  }, 'an alert of the rule that is on again');
  expect(await alertsOf(quiet)).toEqual([]);
  const report = (await ask('/api/v1/onboarding/reports/lifecycle')) as { alerts: { total: number } };
  expect(report.alerts.total).toBeGreaterThan(0);
});

test('what a source sent stands in the ingestion report', async () => {
  const token = await operatorToken();
  const code = newCode();
  await createTenant(code);
  const headers = { 'x-tenant-id': code };
  const body = { name: 'VPN', source_type: 'identity', connector: 'auto' };
  const source = await call({ method: 'POST', path: '/api/v1/sources', token, headers, body });
  const { source_id } = source.json as { source_id: string };
  const path = `/api/v1/sources/${source_id}/tokens`;
  const issued = await call({ method: 'POST', path, token, headers, body: {} });
  await push((issued.json as { token: string }).token, failedLogins(unique('r'), 3, 1));
  const [found] = await eventually(async () => {
    const answer = await call({ path: '/api/v1/onboarding/reports/ingestion', token, headers });
    const { sources } = answer.json as { sources: { name: string; events: number; days: unknown[] }[] };
    return sources[0]?.events === 3 ? sources : null;
  }, 'the events in the report');
  expect(found).toMatchObject({ name: 'VPN', events: 3 });
  expect(found?.days).toHaveLength(1);
});
