import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepPicture, launchBrowser, openTab, signInAs, type Tab, userOf } from '../support/browser.ts';
import { newSource, push, unique } from '../support/cell.ts';
import { failedLogins } from '../support/failed-logins.ts';

/** How long a person would wait before calling it broken; it ends a test that would never end. */
const PATIENCE = { timeout: 60_000 };

describe('an analyst at the console', () => {
  const actor = unique('mallory');
  let browser: Browser;
  let analyst: Tab;
  const seen = { alert: '', case: '' };

  beforeAll(async () => {
    browser = await launchBrowser();
    analyst = await openTab(browser);
    await analyst.open('/alerts');
    await signInAs(analyst, 'acme', 'soc_analyst');
  });

  afterAll(() => browser.close());

  it('sees an alert appear in the open page, and hears of it, after ten failed logins', async () => {
    const { page } = analyst;
    await page.getByText(/^Live, /).waitFor(PATIENCE);
    expect(await page.getByText(actor).count()).toBe(0);
    const source = await newSource('acme', unique('browser'));
    const pushed = await push(source.token, failedLogins(actor, 10, 20));
    expect(pushed.status).toBe(202);
    const row = page.getByRole('row').filter({ hasText: actor });
    await row.waitFor(PATIENCE);
    expect(await row.textContent()).toContain('nobody');
    expect(await page.getByTestId('announcer').textContent()).toMatch(/^New \w+ alert/);
    await keepPicture(analyst, 'alerts');
  });

  it('opens it and reads the ten events, with what the rule grouped by and the words that matched marked', async () => {
    const { page } = analyst;
    await page.getByRole('row').filter({ hasText: actor }).getByRole('link').first().click();
    await page.getByRole('heading', { name: 'Evidence' }).waitFor(PATIENCE);
    seen.alert = new URL(page.url()).pathname;
    const events = page.getByRole('table').getByRole('row').filter({ hasText: '203.0.113.7' });
    expect(await events.count()).toBe(10);
    expect(await events.first().locator('mark').textContent()).toBe(actor);
    const why = page.getByRole('region', { name: /^Why it matched/ });
    expect(await why.locator('mark').allTextContents()).toEqual(['auth', '1']);
    await events.first().getByRole('button', { name: 'JSON' }).click();
    const json = page.getByLabel('Event as JSON, key fields marked');
    expect(JSON.parse((await json.textContent()) ?? '')).toMatchObject({
      tenant_id: 'acme',
      actor: { id: actor },
    });
    await keepPicture(analyst, 'alert');
  });

  it('takes it on and acknowledges it', async () => {
    const { page } = analyst;
    await page.getByRole('button', { name: 'Assign to me' }).click();
    await page.getByRole('button', { name: 'Give back' }).waitFor();
    await page.getByLabel('Status').selectOption('acknowledged');
    await page.locator('.page-sub').getByText('Acknowledged').waitFor();
    expect(await page.locator('.facts').textContent()).toContain(userOf('acme', 'soc_analyst').email);
  });

  it('goes on to its case, comments, changes the status, and finds both on the timeline', async () => {
    const { page } = analyst;
    await page.getByRole('link', { name: 'Open case' }).first().click(PATIENCE);
    await page.getByText('opened the case').waitFor();
    seen.case = new URL(page.url()).pathname;
    expect(await page.getByRole('row').filter({ hasText: actor }).count()).toBe(1);

    await page.getByLabel('Comment').fill(`Called ${actor}: it was not them.`);
    await page.getByRole('button', { name: 'Add comment' }).click();
    await page
      .getByRole('listitem')
      .filter({ hasText: `Called ${actor}` })
      .waitFor();
    await page.getByLabel('Status').selectOption('in_progress');
    const change = page.getByRole('listitem').filter({ hasText: 'Status: Open → In progress' }).first();
    await change.waitFor();
    expect(await change.textContent()).toContain(userOf('acme', 'soc_analyst').email);
    await keepPicture(analyst, 'case');
  });

  it('is told when somebody else changed the case meanwhile, and goes on after a reload', async () => {
    const colleague = await openTab(browser);
    await colleague.open(seen.case);
    await signInAs(colleague, 'acme', 'tenant_admin');
    await colleague.page.getByLabel('Severity').selectOption('critical');
    await colleague.page.getByText(/Severity: \w+ → Critical/).waitFor();
    await colleague.close();

    const { page } = analyst;
    await page.getByLabel('Severity').selectOption('low');
    const told = page.getByRole('alert').filter({ hasText: 'changed by somebody else meanwhile' });
    await told.waitFor();
    await told.getByRole('button', { name: 'Reload' }).click();
    await page.getByText(/Severity: \w+ → Critical/).waitFor();
    expect(await page.getByLabel('Severity').inputValue()).toBe('critical');
    await page.getByLabel('Severity').selectOption('high');
    await page.getByText('Severity: Critical → High').waitFor();
  });

  it('worked without a complaint of the browser, but for the refused change', () => {
    expect(analyst.complaints).toHaveLength(1);
    expect(analyst.complaints[0]).toMatch(/409/);
  });

  it('shares nothing of it with an admin of another tenant', async () => {
    const stranger = await openTab(browser);
    await stranger.open(`/alerts?q=${actor}`);
    await signInAs(stranger, 'globex', 'tenant_admin');
    const { page } = stranger;
    await page.getByText('No alert matches these filters.').waitFor(PATIENCE);
    for (const path of ['/alerts', '/cases', '/audit', `/cases?q=${actor}`]) {
      await stranger.open(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.getByText(/^Loading/).waitFor({ state: 'detached', ...PATIENCE });
      expect(await page.locator('main').textContent()).not.toContain(actor);
    }
    for (const path of [seen.alert, seen.case]) {
      await stranger.open(path);
      const told = page.getByRole('alert');
      await told.waitFor(PATIENCE);
      expect(await told.textContent()).toContain('Not found');
      expect(await page.locator('main').textContent()).not.toContain(actor);
    }
    await keepPicture(stranger, 'another-tenant');
  });
});
