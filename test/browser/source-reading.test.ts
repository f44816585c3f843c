import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousFindings } from '../support/accessibility.ts';
import { keepPicture, launchBrowser, openTab, overflowOf, signInAs, type Tab } from '../support/browser.ts';
import { call, newSource, unique, userToken } from '../support/cell.ts';

let browser: Browser;
let tab: Tab;
let path = '';
const sample = JSON.stringify({ badge: 'bob', site: 'hq', lvl: 'forced', door: { no: 7 } });

beforeAll(async () => {
  const { sourceId } = await newSource('globex', unique('doors'));
  path = `/sources/${sourceId}`;
  browser = await launchBrowser();
  tab = await openTab(browser);
  await tab.open(path);
  await signInAs(tab, 'globex', 'tenant_admin');
});

afterAll(() => browser.close());

const row = (number: number) => tab.page.locator(`[data-row="${number}"]`);
const previewed = () => tab.page.getByTestId('previewed');
const saved = async () => {
  const token = await userToken('globex', 'tenant_admin');
  return (await call({ path: `/api/v1${path}`, token })).json as {
    connector: string;
    settings: Record<string, unknown>;
    version: number;
  };
};

describe('a tenant admin who edits how a source is read', () => {
  it('comes from the source’s page, and gets a mapping with the connector that takes one', async () => {
    const { page } = tab;
    await page.getByRole('link', { name: 'Settings and mapping' }).click();
    await page.getByRole('heading', { level: 1, name: 'How its events are read' }).waitFor();
    expect(await page.getByRole('heading', { name: 'Mapping of fields' }).count()).toBe(0);
    await page.getByLabel('Connector').selectOption('generic');
    await page.getByRole('heading', { name: 'Mapping of fields' }).waitFor();
    await page.getByText('Not saved yet.').waitFor();
  });

  it('pastes an event, sees what is not mapped yet, and maps it with a proposed name', async () => {
    const { page } = tab;
    await page.getByLabel('Sample event').fill(sample);
    await previewed().getByText('door.no', { exact: true }).first().waitFor();
    await previewed().getByRole('button', { name: 'Map badge' }).click();
    expect(await row(1).getByLabel("Vendor's field").inputValue()).toBe('badge');
    const keys = await page.locator('#mapping-targets option').count();
    expect(keys).toBeGreaterThan(200);
    await row(1).getByLabel('Goes to').fill('user.name');
    await previewed().getByText('user bob', { exact: true }).waitFor();
    expect(await previewed().getByRole('button', { name: 'Map badge' }).count()).toBe(0);
  });

  it('reads at the row what is wrong with it, and mends it', async () => {
    const { page } = tab;
    await page.getByRole('button', { name: 'Add a row' }).click();
    await row(2).getByLabel("Vendor's field").fill('site');
    await row(2).getByLabel('Goes to').fill('host.nam');
    await row(2).getByText('is no canonical key: did you mean host.name?').waitFor();
    expect(await row(1).locator('.reason').count()).toBe(0);
    expect(await seriousFindings(tab)).toEqual([]);
    await row(2).getByLabel('Goes to').fill('host.name');
    await previewed().getByText('asset hq', { exact: true }).waitFor();
    await page.getByLabel('Time zone').fill('Mars');
    await page.locator('[data-setting="timezone"] .reason').waitFor();
    await page.getByLabel('Time zone').fill('Asia/Tokyo');
    await expect.poll(() => page.locator('[data-setting="timezone"] .reason').count()).toBe(0);
  });

  it('turns a vendor’s words into a severity, takes a row away, and saves what the preview showed', async () => {
    const { page } = tab;
    await previewed().getByRole('button', { name: 'Map lvl' }).click();
    await row(3).getByLabel('Goes to').fill('severity');
    await row(3).getByText('Values, time format').click();
    await row(3).getByLabel('Values', { exact: false }).first().fill('forced = 8\nopen = 2');
    await row(3).getByLabel('Any other value').fill('1');
    await previewed().locator('dd').getByText('8', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Add a row' }).click();
    await row(4).getByLabel("Vendor's field").fill('nothing');
    await row(4).getByRole('button', { name: 'Remove row 4' }).click();
    expect(await row(4).count()).toBe(0);
    expect(await seriousFindings(tab)).toEqual([]);
    await keepPicture(tab, 'source-reading');
    const before = await saved();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/^Saved\. A change/).waitFor();
    expect(await saved()).toMatchObject({
      connector: 'generic',
      version: before.version + 1,
      settings: {
        timezone: 'Asia/Tokyo',
        mapping: [
          { from: 'badge', to: 'user.name' },
          { from: 'site', to: 'host.name' },
          { from: 'lvl', to: 'severity', values: { forced: 8, open: 2 }, otherwise: 1 },
        ],
      },
    });
  });

  it('is told of a change that somebody else made meanwhile, and loads it', async () => {
    const { page } = tab;
    const { version } = await saved();
    const token = await userToken('globex', 'tenant_admin');
    const body = { version, settings: { timezone: 'Europe/Rome' } };
    expect((await call({ method: 'PATCH', path: `/api/v1${path}`, token, body })).status).toBe(200);
    await page.getByLabel('Name of the device').fill('reader-1');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Reload' }).click();
    await expect.poll(() => page.getByLabel('Time zone').inputValue()).toBe('Europe/Rome');
    expect(await row(1).count()).toBe(0);
  });

  it('finds it all again after leaving, on a phone, where nothing is wider than the screen', async () => {
    const { page } = tab;
    const { version } = await saved();
    const token = await userToken('globex', 'tenant_admin');
    const mapping = [{ from: 'lvl', to: 'severity', values: { forced: 8 }, otherwise: 1 }];
    await call({ method: 'PATCH', path: `/api/v1${path}`, token, body: { version, settings: { mapping } } });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.reload();
    await page.getByLabel('Sample event').fill(sample);
    await previewed().waitFor();
    expect(await row(1).getByLabel('Values').first().inputValue()).toBe('forced = 8');
    await previewed().getByText('All fields of the event').click();
    await previewed()
      .getByRole('row', { name: /^parse\.status/ })
      .waitFor();
    expect(await overflowOf(tab)).toBe(0);
    expect(await seriousFindings(tab)).toEqual([]);
    await keepPicture(tab, 'source-reading-phone');
    const refused = tab.complaints.filter((text) => !text.includes('409'));
    expect(refused).toEqual([]);
  });
});

it('shows an auditor how a source is read, and lets nothing be changed', async () => {
  const other = await openTab(browser);
  await other.open(`${path}/reading`);
  await signInAs(other, 'globex', 'auditor');
  await other.page.getByRole('heading', { name: 'Mapping of fields' }).waitFor();
  expect(await other.page.getByLabel('Connector').isDisabled()).toBe(true);
  expect(await other.page.getByRole('button', { name: 'Save' }).count()).toBe(0);
  expect(await other.page.getByLabel('Sample event').count()).toBe(0);
  expect(other.complaints).toEqual([]);
  await other.close();
});
