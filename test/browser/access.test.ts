import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  keepPicture,
  launchBrowser,
  openTab,
  overflowOf,
  signInAs,
  type Tab,
  userOf,
} from '../support/browser.ts';
import { newSource, push, unique } from '../support/cell.ts';
import { failedLogins } from '../support/failed-logins.ts';
import { alertOf } from '../support/find-alerts.ts';

let browser: Browser;
const pages = {
  alerts: '/alerts',
  cases: '/cases',
  sources: '/sources',
  tenant: '/tenants/acme',
  audit: '/audit',
  onboarding: '/onboarding',
  unknown: '/nowhere',
};
const found = { alert: '', case: '', source: '' };

beforeAll(async () => {
  browser = await launchBrowser();
  const actor = unique('eve-with-a-name-that-does-not-want-to-end');
  const source = await newSource('acme', unique('phones'));
  await push(source.token, failedLogins(actor, 10, 10));
  const alert = await alertOf('acme', actor);
  found.alert = `/alerts/${alert.alert_id}`;
  found.source = `/sources/${source.sourceId}`;
});

afterAll(() => browser.close());

async function settled({ page }: Tab): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page
    .getByText(/^Loading/)
    .first()
    .waitFor({ state: 'detached' });
}

describe.each([
  [360, 'light'],
  [360, 'dark'],
  [900, 'light'],
  [1280, 'dark'],
] as const)('a window %i pixels wide in the %s theme', (width, colorScheme) => {
  it('never scrolls sideways, on any page, and nothing complains', async () => {
    const tab = await openTab(browser, { viewport: { width, height: 740 }, colorScheme });
    await tab.open('/alerts');
    expect(await overflowOf(tab)).toBe(0);
    await signInAs(tab, 'acme', 'tenant_admin');
    await tab.open(found.alert);
    await settled(tab);
    found.case ||= new URL(
      (await tab.page.getByRole('link', { name: 'Open case' }).first().getAttribute('href')) ?? '',
      'http://x',
    ).pathname;
    for (const [name, path] of Object.entries({ ...pages, ...found })) {
      await tab.open(path);
      await settled(tab);
      expect(await overflowOf(tab), path).toBe(0);
      await keepPicture(tab, `${name}-${width}-${colorScheme}`);
    }
    await tab.page.getByRole('button', { name: /^Account/ }).click();
    expect(await overflowOf(tab)).toBe(0);
    expect(tab.complaints).toEqual([]);
    await tab.close();
  });
});

/** Presses Tab until the focused element is what is looked for. */
async function tabTo(page: Page, what: string): Promise<void> {
  for (let step = 0; step < 60; step++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, what)) return;
  }
  throw new Error(`the keyboard does not reach ${what}`);
}

describe('the keyboard alone', () => {
  it('signs in, skips to the content, opens an alert and an event of it, and shows where it is', async () => {
    const tab = await openTab(browser);
    const { page } = tab;
    const { email, password } = userOf('acme', 'soc_analyst');
    await tab.open('/alerts');
    await page.getByLabel('E-mail').waitFor();
    await tabTo(page, 'input[name=email]');
    await page.keyboard.type(email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await page.getByRole('table').waitFor();

    await page.reload();
    await page.getByRole('table').waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');

    await tabTo(page, 'a.row-link');
    const ring = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement ?? document.body, '::after');
      return `${style.outlineStyle} ${style.outlineWidth}`;
    });
    expect(ring).toBe('solid 2px');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Evidence' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');

    await tabTo(page, 'button[aria-expanded][aria-controls^=event]');
    await page.keyboard.press('Enter');
    await page.getByLabel('Event as JSON, key fields marked').waitFor();
    expect(tab.complaints).toEqual([]);
    await tab.close();
  });

  it('opens a dialog, stays inside it, and comes back to the button on Escape', async () => {
    const tab = await openTab(browser);
    const { page } = tab;
    await tab.open('/cases');
    await signInAs(tab, 'acme', 'soc_analyst');
    const button = page.getByRole('button', { name: 'Create case' });
    await button.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    for (let step = 0; step < 12; step++) {
      await page.keyboard.press('Tab');
      const outside = await page.evaluate(() => {
        const at = document.activeElement;
        return at !== null && at !== document.body && at.closest('dialog') === null;
      });
      expect(outside).toBe(false);
    }
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Create case');
    await tab.close();
  });
});

describe('the theme', () => {
  it('follows the system until it is chosen, and is remembered then', async () => {
    const tab = await openTab(browser, { colorScheme: 'dark' });
    const { page } = tab;
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await tab.open('/cases');
    await signInAs(tab, 'acme', 'soc_analyst');
    const dark = await ground();
    await page.getByRole('button', { name: 'Use the light theme' }).click();
    const light = await ground();
    expect(light).not.toBe(dark);
    await page.reload();
    await page.getByRole('button', { name: 'Use the dark theme' }).waitFor();
    expect(await ground()).toBe(light);
    await tab.close();
  });
});

describe('an auditor', () => {
  it('reads everything and is offered no change', async () => {
    const tab = await openTab(browser);
    const { page } = tab;
    await tab.open('/audit');
    await signInAs(tab, 'acme', 'auditor');
    await page.getByRole('table').waitFor();
    for (const path of ['/sources', found.source, '/tenants/acme', '/cases', found.alert, found.case]) {
      await tab.open(path);
      await settled(tab);
      const offered = page.getByRole('button', {
        name: /^(Create|Edit|Delete|Revoke|Assign|Unlink|Add|Disable)/,
      });
      expect(await offered.count(), path).toBe(0);
    }
    await tab.close();
  });
});
