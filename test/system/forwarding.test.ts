import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { TenantId } from '#shared/ids.ts';
import { call, eventually, operatorToken, push, unique } from '../support/cell.ts';
import { type CellFunction, cellFunction } from '../support/cell-functions.ts';
import { failedLogins } from '../support/failed-logins.ts';
import { newCode } from '../support/new-tenant.ts';
import { ending, secretOf, setup, vendors } from '../support/onboarding.ts';

/** Two customers with a Sentinel of their own, in the running cell; the stand-in keeps what it is sent. */
type Customer = { code: TenantId; token: string; rule: string };
type Row = { Kind: string; EventId: string; TenantCode: string; Actor: string; Status?: string };

let broken: Customer;
let healthy: Customer;
let drain: CellFunction;

async function onboard(code: TenantId): Promise<Customer> {
  const { azure } = inject('stack');
  const answer = await setup(code, {
    platforms: ['sentinel'],
    azure: { ...azure, resource_group: `rg-${code}`, workspace_name: `law-${code}`, location: 'westeurope' },
  });
  expect(answer.status, JSON.stringify(answer.json)).toBe(202);
  const run = await ending(code);
  expect(run.state, JSON.stringify(run.steps.filter(({ reason }) => reason !== null))).toBe('done');
  const rule = run.steps.find(({ step }) => step === 'sentinel-forwarding')?.vendor_ids.target ?? '';
  expect(rule).toMatch(/^dcr-/);
  return { code, token: (await secretOf(code, 'ingest-token')) ?? '', rule };
}

/** What the customer's Sentinel has of one actor. */
async function rowsOf({ code }: Customer, actor: string, kind: 'event' | 'alert'): Promise<Row[]> {
  const { ingestion } = (await vendors.state()) as { ingestion: { events: Row[] } };
  return ingestion.events.filter(
    ({ TenantCode, Actor, Kind }) => TenantCode === code && Actor === actor && Kind === kind,
  );
}

/** What the API says of the sending. */
async function stateOf({ code }: Customer): Promise<{ state: string; reason: string; backlog: number }> {
  const path = '/api/v1/onboarding/sentinel/forwarding';
  const { json } = await call({ path, token: await operatorToken(), headers: { 'x-tenant-id': code } });
  return json as { state: string; reason: string; backlog: number };
}

/** Ten failed logins, and in the end the alert that they are. */
async function pushLogins({ token }: Customer, actor: string): Promise<void> {
  expect((await push(token, failedLogins(actor, 10, 1))).status).toBe(202);
}

async function arrived(customer: Customer, actor: string): Promise<void> {
  await eventually(async () => {
    const [events, alerts] = [await rowsOf(customer, actor, 'event'), await rowsOf(customer, actor, 'alert')];
    return events.length >= 10 && alerts.length >= 1;
  }, `the events of ${actor} and their alert in Sentinel`);
}

beforeAll(async () => {
  drain = await cellFunction('drain-forwarding');
  [broken, healthy] = await Promise.all([onboard(newCode()), onboard(newCode())]);
});
afterAll(() => vendors.clear());

test('events and alerts of a customer reach its Sentinel, each once', async () => {
  const actor = unique('forwarded');
  await pushLogins(broken, actor);
  await arrived(broken, actor);
  const events = await rowsOf(broken, actor, 'event');
  expect(events).toHaveLength(10);
  expect(new Set(events.map(({ EventId }) => EventId)).size).toBe(10);
  const alerts = await rowsOf(broken, actor, 'alert');
  expect(alerts.map(({ Status }) => Status)).toEqual(['open']);
});

test('what comes while Azure is down is sent when it is up again, and another customer notices nothing', async () => {
  const [lost, fine] = [unique('lost'), unique('fine')];
  const path = `^/dataCollectionRules/${broken.rule}/`;
  await vendors.arm({ vendor: 'ingestion', path, moment: 'before', kind: '500', times: 9_999 });
  await pushLogins(broken, lost);
  await pushLogins(healthy, fine);
  await arrived(healthy, fine);
  await eventually(
    async () =>
      (await vendors.calls()).some((call) => call.fault === '500' && call.path.includes(broken.rule)),
    'a call that the broken Azure refuses',
  );
  expect((await drain.invoke({})).failed).toBe(false);
  expect(await rowsOf(broken, lost, 'event')).toEqual([]);
  const failing = await eventually(async () => {
    const seen = await stateOf(broken);
    return seen.state === 'failing' && seen.backlog > 0 ? seen : null;
  }, 'the failing state of the sending');
  expect(failing.reason).toContain('500');
  expect((await stateOf(healthy)).state).toBe('flowing');

  await vendors.clear();
  await eventually(async () => {
    await drain.invoke({});
    return (
      (await rowsOf(broken, lost, 'event')).length >= 10 && (await rowsOf(broken, lost, 'alert')).length >= 1
    );
  }, 'what was held in Sentinel');
  const events = await rowsOf(broken, lost, 'event');
  expect([events.length, new Set(events.map(({ EventId }) => EventId)).size]).toEqual([10, 10]);
  expect(await rowsOf(broken, lost, 'alert')).toHaveLength(1);
  expect(await rowsOf(healthy, fine, 'event')).toHaveLength(10);

  const after = unique('after');
  await pushLogins(broken, after);
  await arrived(broken, after);
  expect(await rowsOf(broken, after, 'event')).toHaveLength(10);
});
