import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousFindings } from '../support/accessibility.ts';
import { keepPicture, launchBrowser, openTab, overflowOf, signInAs, type Tab } from '../support/browser.ts';
import { call, eventually, newSource, unique, userToken } from '../support/cell.ts';

let browser: Browser;
let sourceId: string;

beforeAll(async () => {
  browser = await launchBrowser();
  const admin = await userToken('globex', 'tenant_admin');
  const source = await newSource('globex', unique('github'));
  sourceId = source.sourceId;
  const path = `/api/v1/sources/${sourceId}`;
  const body = { version: 1, connector: 'github-audit' };
  expect((await call({ method: 'PATCH', path, token: admin, body })).status).toBe(200);
  const send = async (fields: object) => {
    const event = { action: 'org.add_member', '@timestamp': Date.now(), actor: 'octocat', org: 'globex' };
    const raw = JSON.stringify({ ...event, _document_id: randomUUID(), ...fields });
    await call({ method: 'POST', path: `/v1/ingest/raw/${sourceId}`, token: source.token, raw });
  };
  await send({ actor_ip: '203.0.113.7' });
  await send({ actor_address: '203.0.113.8', ticket_code: 'T-17', api_token: 'abcdefgh' });
  const listed = `/api/v1/onboarding/datasources/${sourceId}/adaptations`;
  await eventually(async () => {
    const { json } = await call({ path: listed, token: admin });
    return (json as { items: unknown[] }).items.length === 3;
  }, 'the unknown fields');
});

afterAll(() => browser.close());

async function opened(role: 'tenant_admin' | 'auditor'): Promise<Tab> {
  const tab = await openTab(browser);
  await tab.open(`/sources/${sourceId}`);
  await signInAs(tab, 'globex', role);
  await tab.page.getByRole('heading', { name: 'Unknown and renamed fields' }).waitFor();
  return tab;
}

describe('fields that the connector does not know', () => {
  it('are accepted, sent elsewhere, rejected, undone and replayed on the source’s page', async () => {
    const tab = await opened('tenant_admin');
    const { page } = tab;
    const row = (field: string) => page.getByRole('row').filter({ hasText: field });
    await row('actor_address').getByText('in place of actor_ip').waitFor();
    const renamed = (await row('actor_address').textContent()) ?? '';
    expect(renamed).toContain('203.0.113.8');
    expect(renamed).toContain('source.ip');
    expect(await row('api_token').textContent()).toContain('•••');
    expect(await page.content()).not.toContain('abcdefgh');
    expect(await seriousFindings(tab)).toEqual([]);
    await keepPicture(tab, 'source-adaptations');

    await page.getByRole('button', { name: 'Accept: actor_address' }).click();
    await row('actor_address').getByText('Accepted', { exact: true }).waitFor();

    await page.getByRole('button', { name: 'Choose key: ticket_code' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Canonical key').fill('source.port');
    await dialog.getByRole('button', { name: 'Accept' }).click();
    expect(await dialog.getByRole('alert').textContent()).toContain("can't hold");
    expect(await seriousFindings(tab)).toEqual([]);
    await dialog.getByLabel('Canonical key').fill('labels.ticket');
    await dialog.getByRole('button', { name: 'Accept' }).click();
    await dialog.waitFor({ state: 'detached' });
    await row('ticket_code').getByText('labels.ticket', { exact: true }).waitFor();

    await page.getByRole('button', { name: 'Reject: api_token' }).click();
    await row('api_token').getByText('Rejected', { exact: true }).waitFor();

    await page.getByRole('button', { name: 'Replay kept events' }).click();
    await page.getByText(/^1 of [12] kept events were written anew/).waitFor();

    await page.getByRole('button', { name: 'Undo: actor_address' }).click();
    await page.getByRole('button', { name: 'Accept: actor_address' }).waitFor();

    await page.setViewportSize({ width: 390, height: 844 });
    expect(await overflowOf(tab)).toBe(0);
    expect(await seriousFindings(tab)).toEqual([]);
    await keepPicture(tab, 'source-adaptations-phone');
    expect(tab.complaints.filter((one) => !one.includes('400'))).toEqual([]);
    await tab.close();
  });

  it('are read by an auditor, who decides nothing', async () => {
    const tab = await opened('auditor');
    await tab.page.getByRole('row').filter({ hasText: 'ticket_code' }).waitFor();
    expect(await tab.page.getByRole('button', { name: /^(Accept|Reject|Undo|Choose|Replay)/ }).count()).toBe(
      0,
    );
    await tab.close();
  });
});
