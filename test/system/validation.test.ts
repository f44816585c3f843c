import { expect, test } from 'vitest';
import type { TenantId } from '#shared/ids.ts';
import { breakWorkflow, dropCaseIndex, putPoll } from '../support/break-cell.ts';
import { call, eventually, operatorToken } from '../support/cell.ts';
import { createTenant, newCode } from '../support/new-tenant.ts';

type Check = { check: string; state: string; reason: string | null; fix: string | null; evidence: unknown[] };
type Validation = { state: string; checks: Check[] };
type Test = { state: string; reason: string | null; stages: { stage: string; state: string }[] };

/** A tenant with two pushed sources; every answer is the deployed cell's. */
async function newcomer() {
  const token = await operatorToken();
  const code = newCode();
  expect((await createTenant(code)).status).toBe(201);
  const headers = { 'x-tenant-id': code };
  const ask = (method: string, path: string, body?: unknown) =>
    call({ method, path: `/api/v1${path}`, token, headers, ...(body === undefined ? {} : { body }) });
  const connect = async (template_id: string, settings: object = {}) => {
    const { status, json } = await ask('POST', '/onboarding/datasources/connect', { template_id, settings });
    expect(status).toBe(201);
    return (json as { datasource: { source_id: string } }).datasource.source_id;
  };
  const validate = async (check?: string): Promise<Validation> => {
    const path = `/onboarding/tenant/${code}`;
    const begun = await ask('POST', `${path}/validate`, check === undefined ? {} : { check });
    expect(begun.status).toBe(202);
    return eventually(async () => {
      const seen = (await ask('GET', `${path}/validation`)).json as Validation;
      return seen.state === 'running' ? null : seen;
    }, 'the validation to end');
  };
  return { code, ask, connect, validate };
}

const red = ({ checks }: Validation): (string | null)[][] =>
  checks.filter(({ state }) => state !== 'passed').map(({ check, reason }) => [check, reason]);

const testEnds = (tenant: Awaited<ReturnType<typeof newcomer>>, source: string): Promise<Test> =>
  eventually(async () => {
    const { json } = await tenant.ask('GET', `/onboarding/datasources/${source}/test`);
    return (json as Test).state === 'running' ? null : (json as Test);
  }, 'the test to end');

test('a source is tested by a marked event that goes the whole way and is taken away again', async () => {
  const tenant = await newcomer();
  const source = await tenant.connect('cisco-asa');
  const begun = await tenant.ask('POST', `/onboarding/datasources/${source}/test`, { mode: 'send' });
  expect(begun.status).toBe(202);
  const ended = await testEnds(tenant, source);
  expect([ended.state, ended.reason]).toEqual(['passed', null]);
  expect(ended.stages.map(({ stage, state }) => [stage, state])).toEqual(
    ['sent', 'accepted', 'normalized', 'detected', 'indexed'].map((stage) => [stage, 'done']),
  );
  await eventually(async () => {
    const { json } = await tenant.ask('GET', '/alerts');
    return (json as { items: unknown[] }).items.length === 0;
  }, 'the marked alert to leave the index');
  const health = (await tenant.ask('GET', `/onboarding/datasources/${source}/health`)).json;
  expect(health).toMatchObject({ state: 'unknown', last_event_at: null, rate_per_hour: 0 });
  const tokens = (await tenant.ask('GET', `/sources/${source}/tokens`)).json as {
    items: { revoked_at: string | null }[];
  };
  expect(tokens.items.filter(({ revoked_at }) => revoked_at === null)).toHaveLength(1);
});

test('the suite is green on a tenant that works, and each fault turns its own check red and no other', async () => {
  const tenant = await newcomer();
  const source = await tenant.connect('linux');
  await tenant.connect('windows-events');
  const first = await tenant.validate();
  expect(red(first)).toEqual([]);
  expect(first.state).toBe('passed');
  // Counted in the cell's own user pool.
  expect(first.checks[0]?.evidence).toContainEqual({
    label: 'Administrators who can sign in',
    value: 'none: invite one',
  });
  expect(first.checks.map(({ check }) => check)).toEqual([
    'tenant',
    'siem',
    'connectors',
    'rules',
    'ingestion',
    'playbooks',
  ]);
  for (const { evidence } of first.checks) expect(evidence.length).toBeGreaterThan(0);

  const { json } = await tenant.ask('GET', `/sources/${source}/tokens`);
  const { token_id } = (json as { items: { token_id: string; revoked_at: string | null }[] }).items.find(
    ({ revoked_at }) => revoked_at === null,
  ) ?? { token_id: 'none' };
  await tenant.ask('DELETE', `/sources/${source}/tokens/${token_id}`);
  expect(red(await tenant.validate())).toEqual([
    ['connectors', 'Linux hosts: its token was revoked: it can push nothing'],
  ]);
  await tenant.ask('POST', `/sources/${source}/tokens`, {});

  const rule = '/rules/b8f14e2f-2fbf-46d4-826a-563fd0cc0a69';
  await tenant.ask('PATCH', rule, { enabled: false });
  expect(red(await tenant.validate())).toEqual([['rules', 'Switched off: “GuardDuty switched off”.']]);
  await tenant.ask('PATCH', rule, { enabled: true });
  const alone = await tenant.validate('rules');
  expect([red(alone), alone.state]).toEqual([[], 'passed']);

  await dropCaseIndex(tenant.code);
  expect(red(await tenant.validate())).toEqual([['siem', 'The tenant’s search index lacks: case index.']]);
});

test('a poller that stands still turns the connectors red, and only them', async () => {
  const tenant = await newcomer();
  const source = await tenant.connect('okta', { org_url: 'https://acme.okta.com', api_token: 'x' });
  const ran = (at: Date) => putPoll(tenant.code as TenantId, source, at);
  await ran(new Date());
  expect(red(await tenant.validate())).toEqual([]);
  await ran(new Date(Date.now() - 3 * 3_600_000));
  expect(red(await tenant.validate())).toEqual([
    ['connectors', expect.stringContaining('the poller is stuck')],
  ]);
});

test('a playbook whose definition is broken turns the playbooks red, and only them', async () => {
  const tenant = await newcomer();
  await tenant.connect('linux');
  const mend = await breakWorkflow('offboard-tenant');
  try {
    expect(red(await tenant.validate())).toEqual([
      ['playbooks', 'A dry run did not succeed: offboard-tenant (FAILED).'],
    ]);
  } finally {
    await mend();
  }
  expect(red(await tenant.validate('playbooks'))).toEqual([]);
});

test('who can sign in for a tenant is counted in the cell’s own user pool', async () => {
  const [token, headers] = [await operatorToken(), { 'x-tenant-id': 'acme' }];
  const path = '/api/v1/onboarding/tenant/acme/validat';
  const body = { check: 'tenant' };
  expect((await call({ method: 'POST', path: `${path}e`, token, headers, body })).status).toBe(202);
  const ended = await eventually(async () => {
    const { json } = await call({ path: `${path}ion`, token, headers });
    const check = (json as Validation).checks[0];
    return check?.state === 'passed' ? check : null;
  }, 'the check of the tenant');
  expect(ended.evidence).toContainEqual({ label: 'Administrators who can sign in', value: '1' });
});
