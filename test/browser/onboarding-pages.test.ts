import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousFindings } from '../support/accessibility.ts';
import { keepPicture, launchBrowser, openTab, overflowOf, signInAs, type Tab } from '../support/browser.ts';

let browser: Browser;
let tab: Tab;

beforeAll(async () => {
  browser = await launchBrowser();
  tab = await openTab(browser);
  await tab.open('/onboarding');
  await signInAs(tab, 'globex', 'tenant_admin');
});

afterAll(() => browser.close());

/** Nothing loads any more. */
const settled = () => expect.poll(() => tab.page.locator('.spinner').count(), { timeout: 30_000 }).toBe(0);

describe('a tenant admin', () => {
  it('opens the wizard of the own organisation, whose code never changes', async () => {
    const { page } = tab;
    await page.getByRole('navigation', { name: 'Steps of the onboarding' }).waitFor();
    await page.getByRole('button', { name: /SOC Assessment/ }).click();
    expect(await page.getByLabel('Customer code').inputValue()).toBe('globex');
    expect(await page.getByLabel('Customer code').getAttribute('readonly')).not.toBeNull();
    expect(await page.getByRole('link', { name: 'Other customer' }).count()).toBe(0);
  });

  it.each([
    ['soc-overview', 'SOC Overview'],
    ['threat-landscape', 'Threat Landscape'],
    ['incident-response', 'Incident Response'],
    ['compliance', 'Compliance Dashboard'],
    ['data-source-health', 'Data Source Health'],
  ])('reads the dashboard %s on a desk and on a phone', async (id, title) => {
    const { page } = tab;
    await tab.open(`/dashboards/${id}`);
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await settled();
    expect(await page.locator('.state-error').count()).toBe(0);
    expect(await page.locator('main').textContent()).not.toContain('not available');
    expect(await seriousFindings(tab)).toEqual([]);
    await keepPicture(tab, `dashboard-${id}`);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await overflowOf(tab)).toBe(0);
    expect(await seriousFindings(tab)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it('prints the reports without the page around them, and keeps them as CSV', async () => {
    const { page } = tab;
    await tab.open('/reports');
    await page.getByRole('heading', { name: 'What arrived' }).waitFor();
    await settled();
    expect(await seriousFindings(tab)).toEqual([]);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Ingestion as CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('gatehouse-ingestion.csv');
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('navigation', { name: 'Main' }).isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false);
    expect(await page.locator('.figure').first().isVisible()).toBe(true);
    await keepPicture(tab, 'reports-printed');
    await page.emulateMedia({ media: 'screen' });
  });

  it('reads the checklist as the systems answer it', async () => {
    const { page } = tab;
    await tab.open('/checklist');
    await page.getByRole('heading', { level: 1, name: 'Provisioning checklist' }).waitFor();
    await settled();
    expect(await page.locator('.checks > li').count()).toBe(8);
    expect(await seriousFindings(tab)).toEqual([]);
    expect(tab.complaints).toEqual([]);
  });
});
