import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tenantIdSchema } from '#shared/ids.ts';
import { seriousFindings } from '../support/accessibility.ts';
import { keepPicture, launchBrowser, openTab, overflowOf, signInAs, type Tab } from '../support/browser.ts';
import { call, eventually, operatorToken } from '../support/cell.ts';
import { newCode } from '../support/new-code.ts';
import { ending, onboardingCall, setup } from '../support/onboarding.ts';

/** Marked events go through the whole cell, which starts many functions for the first time. */
const PATIENCE_MS = 150_000;

let browser: Browser;
let tab: Tab;
const code = tenantIdSchema.parse(newCode());

/** A customer with Gatehouse alone, whose wizard was left at its second step. */
beforeAll(async () => {
  await setup(code, { platforms: [], organization_name: `${code} Stores`, data_residency: 'any' });
  expect((await ending(code)).state).toBe('done');
  const saved = await onboardingCall(code, 'PUT', `${code}/wizard`, {
    version: 0,
    current_step: 2,
    done_steps: [1, 3, 4, 5],
    answers: { existing_soc: false, platform: 'gatehouse', organization_name: `${code} Stores` },
  });
  expect(saved.status).toBe(200);
  browser = await launchBrowser();
  tab = await openTab(browser);
  await tab.open('/onboarding');
  await signInAs(tab, 'platform', 'platform_admin');
  await tab.page.getByRole('button', { name: `${code} Stores` }).click();
  await tab.page.getByRole('heading', { level: 2, name: 'Data Sources' }).waitFor();
});

afterAll(() => browser.close());

const card = (name: string) => tab.page.locator('.template').filter({ hasText: name });
const check = (name: string) => tab.page.locator(`[data-check="${name}"]`);

/** A firewall's traffic line, as FortiOS writes it. */
function trafficOf(number: number): string {
  const at = new Date();
  const text = at.toISOString();
  return `<189>date=${text.slice(0, 10)} time=${text.slice(11, 19)} devname="edge-1" devid="FGT60F0000000001" eventtime=${at.getTime()}000000 tz="+0000" logid="0000000013" type="traffic" subtype="forward" level="notice" vd="root" srcip=192.0.2.10 srcport=${40_000 + number} srcintf="lan" dstip=198.51.100.7 dstport=443 dstintf="wan1" proto=6 action="accept" policyid=1 service="HTTPS" sentbyte=100 rcvdbyte=200`;
}

/** Through a source that reads by shape, which says nothing about what its events are. Gives what takes it away. */
async function pushUnlabelled(lines: readonly string[]): Promise<() => Promise<void>> {
  const token = await operatorToken();
  const headers = { 'x-tenant-id': code };
  const body = { name: 'Anything', source_type: 'siem', connector: 'auto' };
  const made = await call({ method: 'POST', path: '/api/v1/sources', token, headers, body });
  const { source_id: id } = made.json as { source_id: string };
  const path = `/api/v1/sources/${id}`;
  const issued = await call({ method: 'POST', path: `${path}/tokens`, token, headers, body: {} });
  const { token: own } = issued.json as { token: string };
  const raw = lines.join('\n');
  const pushed = await call({ method: 'POST', path: `/v1/ingest/raw/${id}`, token: own, raw });
  expect([made.status, issued.status, pushed.status]).toEqual([201, 201, 202]);
  await eventually(async () => {
    const { json } = await call({ path: `${path}/health`, token, headers });
    return (json as { events: number }).events === lines.length;
  }, 'the lines that arrive');
  return async () => expect((await call({ method: 'DELETE', path, token, headers })).status).toBe(204);
}

async function checkState(name: string, state: string): Promise<void> {
  await expect.poll(() => check(name).getAttribute('data-state'), { timeout: PATIENCE_MS }).toBe(state);
}

describe('connecting data sources', () => {
  it('shows the templates in two columns on a desk and in one on a phone', async () => {
    const { page } = tab;
    await page.locator('.template').first().waitFor();
    expect(await page.locator('.template').count()).toBeGreaterThanOrEqual(15);
    const columns = () =>
      page
        .locator('.templates')
        .evaluate((list) => getComputedStyle(list).gridTemplateColumns.split(' ').length);
    expect(await columns()).toBe(2);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await columns()).toBe(1);
    expect(await overflowOf(tab)).toBe(0);
    expect(await seriousFindings(tab)).toEqual([]);
    await keepPicture(tab, 'onboarding-2-phone');
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it('proposes what already arrives without a label, with what was seen, and takes the proposal', async () => {
    const { page } = tab;
    const forget = await pushUnlabelled(Array.from({ length: 5 }, (_, number) => trafficOf(number)));
    const proposal = page.locator('.proposals > li').filter({ hasText: 'Fortinet FortiGate' });
    await eventually(async () => {
      await page.getByRole('button', { name: 'Look for sources' }).click();
      await page.getByRole('button', { name: 'Look for sources' }).waitFor();
      return (await proposal.count()) === 1;
    }, 'the proposal');
    expect(await proposal.textContent()).toMatch(/\d+ % sure.*\d/);
    expect(await seriousFindings(tab)).toEqual([]);
    await keepPicture(tab, 'onboarding-2-proposals');
    await proposal.getByRole('button', { name: 'Choose Fortinet FortiGate' }).click();
    expect(await card('Fortinet FortiGate').getByRole('checkbox').isChecked()).toBe(true);
    expect(await proposal.getByRole('button', { name: 'Chosen' }).isDisabled()).toBe(true);
    await forget();
  });

  it('gives a pushed source its token once, with a configuration to paste, and proves it with a marked event', async () => {
    const { page } = tab;
    const firewall = card('Fortinet FortiGate');
    await firewall.getByRole('button', { name: /^Connect/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
    const token = (await dialog.getByTestId('token').textContent()) ?? '';
    expect(token.length).toBeGreaterThan(30);
    expect(await dialog.locator('pre.example').first().textContent()).toContain(token);
    expect(await seriousFindings(tab)).toEqual([]);
    await dialog.getByRole('button', { name: 'Done' }).click();
    expect(await page.content()).not.toContain(token);
    expect(await firewall.getByRole('checkbox').isChecked()).toBe(true);
    await firewall.getByRole('button', { name: 'Test Fortinet' }).click();
    await firewall.getByText('Connected', { exact: true }).waitFor({ timeout: PATIENCE_MS });
    expect(await firewall.locator('.mark-good').count()).toBe(5);
  });

  it('says why a source that it fetches does not answer', async () => {
    const { page } = tab;
    const okta = card('Okta');
    await okta.getByRole('button', { name: /^Connect/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Okta domain').fill('https://nobody.invalid');
    await dialog.getByLabel('API token').fill('worthless');
    await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
    await okta.getByText('Error', { exact: true }).waitFor({ timeout: PATIENCE_MS });
    expect(((await okta.locator('.reason').textContent()) ?? '').length).toBeGreaterThan(20);
    expect(await seriousFindings(tab)).toEqual([]);
    await okta.scrollIntoViewIfNeeded();
    await keepPicture(tab, 'onboarding-2-data-sources');
  });
});

describe('the validation suite', () => {
  it('turns the check red that finds the broken source, says why and what to do, and keeps the others green', async () => {
    const { page } = tab;
    await page.getByRole('button', { name: 'Save and continue' }).click();
    await page.getByRole('button', { name: /Validation/ }).click();
    await page.getByRole('button', { name: 'Run Validation Suite' }).click();
    await checkState('playbooks', 'passed');
    for (const name of ['tenant', 'siem', 'rules', 'ingestion']) await checkState(name, 'passed');
    await checkState('connectors', 'failed');
    expect(await check('connectors').locator('.reason').textContent()).toContain('Okta');
    await check('ingestion').locator('summary').click();
    await check('ingestion').locator('dd').first().waitFor();
    expect(await page.getByRole('link', { name: 'Start Monitoring' }).count()).toBe(0);
    expect(await seriousFindings(tab)).toEqual([]);
    await keepPicture(tab, 'onboarding-6-failed');
  });

  it('passes once the source is put right and its check was run alone, and leads to the first dashboard', async () => {
    const { page } = tab;
    await page.getByRole('link', { name: 'Sources' }).click();
    await page.getByRole('link', { name: 'Okta' }).click();
    await page.getByRole('button', { name: 'Disable' }).click();
    await page.locator('.page-sub').getByText('Disabled').waitFor();
    await page.getByRole('link', { name: 'Onboarding' }).click();
    await check('connectors')
      .getByRole('button', { name: /^Run again/ })
      .click();
    await checkState('connectors', 'passed');
    await page.getByText('Everything works.').waitFor();
    expect(await seriousFindings(tab)).toEqual([]);
    await keepPicture(tab, 'onboarding-6-validation');
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await overflowOf(tab)).toBe(0);
    expect(await seriousFindings(tab)).toEqual([]);
    await keepPicture(tab, 'onboarding-6-phone');
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('link', { name: 'Start Monitoring' }).click();
    await page.getByRole('heading', { level: 1, name: 'SOC Overview' }).waitFor();
    await page.locator('.figure').first().waitFor();
  });
});
