import { describe, expect, inject, test } from 'vitest';
import type { Alert } from '#shared/schema/alert.ts';
import { call, eventually, newSource, push, unique, userToken } from '../support/cell.ts';
import { cellFunction } from '../support/cell-functions.ts';

const { vendors, okta, taxii, azure, falcon } = inject('stack');
/** What EventBridge does every minute. */
const poll = async () => (await cellFunction('poll-sources')).invoke({});

async function connect(body: object): Promise<string> {
  const token = await userToken('acme', 'tenant_admin');
  const answer = await call({
    method: 'POST',
    path: '/api/v1/onboarding/datasources/connect',
    token,
    body: { name: unique('pulled'), ...body },
  });
  expect(answer.status).toBe(201);
  return (answer.json as { datasource: { source_id: string } }).datasource.source_id;
}

const healthOf = async (sourceId: string) =>
  (await call({ path: `/api/v1/sources/${sourceId}/health`, token: await userToken('acme', 'auditor') }))
    .json as { events: number; failed: number };

describe('pulled sources on the deployed cell', () => {
  test('Okta’s log is fetched, and each event is counted once however often the poller runs', async () => {
    const settings = { org_url: `${vendors}/okta`, api_token: okta.token };
    const sourceId = await connect({ template_id: 'okta', settings });
    await poll();
    await eventually(async () => (await healthOf(sourceId)).events >= 25, 'the events of Okta');
    await poll();
    await poll();
    expect(await healthOf(sourceId)).toMatchObject({ events: 25, failed: 0 });
    const { json } = await call({
      path: `/api/v1/onboarding/datasources/${sourceId}/health`,
      token: await userToken('acme', 'auditor'),
    });
    expect(json).toMatchObject({ poller: { paused: false, last_error: null } });
  });

  test.each([
    [
      'm365',
      7,
      {
        azure_tenant_id: azure.azure_tenant_id,
        client_id: azure.client_id,
        client_secret: azure.client_secret,
        plan: 'enterprise',
      },
    ],
    ['crowdstrike', 3, { cloud: 'eu-1', ...falcon }],
  ] as const)('%s is fetched and read, each event once', async (template_id, events, settings) => {
    const sourceId = await connect({ template_id, settings });
    const token = await userToken('acme', 'tenant_admin');
    const path = `/api/v1/onboarding/datasources/${sourceId}/test`;
    expect((await call({ method: 'POST', path, token, body: { mode: 'send' } })).status).toBe(202);
    await eventually(
      async () => ((await call({ path, token })).json as { state: string }).state === 'passed',
      'the test of the credentials',
    );
    await poll();
    await eventually(async () => (await healthOf(sourceId)).events >= events, 'the events');
    await poll();
    await poll();
    expect(await healthOf(sourceId)).toMatchObject({ events, failed: 0 });
  });

  test('an event that touches an indicator of a threat feed becomes an alert with the indicator’s id', async () => {
    const { token } = await newSource('acme', unique('touching'));
    await connect({
      template_id: 'threat-feed',
      settings: { api_root: `${vendors}/taxii/root`, collection_id: 'feed', ...taxii },
    });
    await poll();
    const id = 'indicator--8c1f0d2e-0000-4000-8000-000000000003';
    const event = () => ({
      '@timestamp': new Date().toISOString(),
      event: { id: unique('touch'), kind: 'event', category: ['network'], action: 'connect' },
      source: { ip: '192.0.2.44' },
      destination: { ip: '198.51.100.203' },
    });
    const viewer = await userToken('acme', 'soc_analyst');
    const found = await eventually(async () => {
      // What was looked up before the feed was read is remembered for a minute.
      await push(token, [event()]);
      const { json } = await call({ path: '/api/v1/alerts?limit=200', token: viewer });
      return (json as { items: Alert[] }).items.find(({ group }) => group['threat.indicator.id'] === id);
    }, 'the alert of the indicator');
    expect(found).toMatchObject({
      rule: { title: 'Indicator of a threat feed seen', level: 'high' },
      group: { 'threat.indicator.value': '198.51.100.203' },
    });
    const other = await call({
      path: '/api/v1/alerts?limit=200',
      token: await userToken('globex', 'soc_analyst'),
    });
    expect((other.json as { items: Alert[] }).items.some(({ group }) => group['threat.indicator.id'])).toBe(
      false,
    );
  });
});
