import { beforeAll, expect, inject, test } from 'vitest';
import type { Alert } from '#shared/schema/alert.ts';
import { call, eventually, newSource, push, unique, userToken } from '../support/cell.ts';
import { type CellFunction, cellFunction } from '../support/cell-functions.ts';
import { failedLogins } from '../support/failed-logins.ts';
import { alertOf, alertsOf } from '../support/find-alerts.ts';

const actor = unique('indexed');
let rebuildIndex: CellFunction;
let alert: Alert;

const rebuild = (payload: unknown) => rebuildIndex.invoke(payload);

const ask = (method: string, path: string, body?: unknown): Promise<Response> =>
  fetch(`${inject('stack').openSearch}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

const monthOf = ({ created_at }: Alert): string => `alerts-acme-${created_at.slice(0, 7).replace('-', '.')}`;

async function casesAbout(alertId: string): Promise<string[]> {
  const token = await userToken('acme', 'soc_analyst');
  const { json } = await call({ path: `/api/v1/cases?limit=200&q=${alertId}`, token });
  return (json as { items: { case_id: string }[] }).items.map((item) => item.case_id);
}

beforeAll(async () => {
  rebuildIndex = await cellFunction('rebuild-index');
  const { token } = await newSource('acme', unique('indexed'));
  await push(token, failedLogins(actor, 10, 1));
  await alertOf('acme', actor);
  alert = await eventually(
    async () => (await alertsOf('acme', actor)).find(({ case_id }) => case_id !== null),
    'the alert with its case in the list',
  );
  await eventually(async () => (await casesAbout(alert.alert_id)).length > 0, 'the case in the search');
});

test('a tenant’s lost indices are filled again from the tables, each alert and case once', async () => {
  for (const index of [monthOf(alert), 'cases-acme']) {
    expect((await ask('DELETE', `/${index}`)).status).toBe(200);
  }
  expect(await alertsOf('acme', actor)).toEqual([]);
  expect(await casesAbout(alert.alert_id)).toEqual([]);

  const { failed, answer } = await rebuild({ tenant_id: 'acme' });
  expect(failed).toBe(false);
  expect(answer).toEqual({
    done: true,
    alerts: expect.any(Number),
    cases: expect.any(Number),
    failed: [],
  });
  expect((answer as { alerts: number }).alerts).toBeGreaterThan(0);
  expect((answer as { cases: number }).cases).toBeGreaterThan(0);
  await eventually(async () => (await alertsOf('acme', actor)).length > 0, 'the alert in the list again');
  expect(await alertsOf('acme', actor)).toEqual([alert]);
  await eventually(async () => (await casesAbout(alert.alert_id)).length > 0, 'the case in the search again');
  expect(await casesAbout(alert.alert_id)).toEqual([alert.case_id]);
});

test('an index that is wrong is emptied first, for all tenants when none is named', async () => {
  const ghost = { ...alert, alert_id: unique('ghost') };
  const document = {
    tenant_id: 'acme',
    id: ghost.alert_id,
    created_at: ghost.created_at,
    search_text: actor,
  };
  const path = `/${monthOf(alert)}/_doc/${ghost.alert_id}?refresh=true`;
  expect((await ask('PUT', path, { ...document, doc: ghost })).status).toBe(201);
  expect(await alertsOf('acme', actor)).toHaveLength(2);

  await rebuild({});
  expect(await alertsOf('acme', actor)).toHaveLength(2);
  expect(await rebuild({ fresh: true })).toMatchObject({ failed: false, answer: { done: true, failed: [] } });
  await eventually(async () => (await alertsOf('acme', actor)).length > 0, 'the alert in the list again');
  expect(await alertsOf('acme', actor)).toEqual([alert]);
});

test('an operator’s slip gets a sentence that says what to do', async () => {
  const slip = await rebuild({ tenant: 'acme' });
  expect(slip).toMatchObject({
    failed: true,
    answer: { errorMessage: expect.stringContaining('Send {"tenant_id": "acme"}') },
  });
  const unknown = await rebuild({ tenant_id: 'nosuch' });
  expect(unknown).toMatchObject({
    failed: true,
    answer: { errorMessage: 'There is no tenant "nosuch".' },
  });
});
