import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openTab, signInAs, userOf } from '../support/browser.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(() => browser.close());

describe('signing in', () => {
  it('says that e-mail or password is wrong, and takes the right one after that', async () => {
    const tab = await openTab(browser);
    const { page } = tab;
    await tab.open('/cases');
    await page.getByLabel('E-mail').fill(userOf('acme', 'soc_analyst').email);
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    const told = page.getByRole('alert');
    await told.waitFor();
    expect(await told.textContent()).toBe('E-mail or password is wrong. Check both and try again.');
    await signInAs(tab, 'acme', 'soc_analyst');
    await page.getByRole('heading', { name: 'Cases' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/cases');
    await tab.close();
  });

  it('says so when the sign-in service does not answer', async () => {
    const tab = await openTab(browser);
    await tab.open('/');
    await tab.page.route('**/*', (route) =>
      route.request().method() === 'POST' || route.request().method() === 'OPTIONS'
        ? route.abort()
        : route.continue(),
    );
    await tab.page.getByLabel('E-mail').fill('a@b.example');
    await tab.page.getByLabel('Password').fill('x');
    await tab.page.getByRole('button', { name: 'Sign in' }).click();
    await tab.page.getByText('The sign-in service does not answer.', { exact: false }).waitFor();
    await tab.close();
  });

  it('renews a session whose token is about to end without a word', async () => {
    const tab = await openTab(browser);
    await tab.open('/cases');
    await signInAs(tab, 'acme', 'soc_analyst');
    await tab.page.evaluate(() => {
      const held = JSON.parse(sessionStorage.getItem('gatehouse.session') ?? '{}');
      sessionStorage.setItem('gatehouse.session', JSON.stringify({ ...held, expiresAt: 0 }));
    });
    await tab.page.reload();
    await tab.page.getByRole('heading', { name: 'Cases' }).waitFor();
    const held = await tab.page.evaluate(() =>
      JSON.parse(sessionStorage.getItem('gatehouse.session') ?? '{}'),
    );
    expect(held.expiresAt).toBeGreaterThan(Date.now());
    await tab.close();
  });

  it('is asked for again when the session has ended, and comes back to the same page', async () => {
    const tab = await openTab(browser);
    const { page } = tab;
    await tab.open('/cases?status=open');
    await signInAs(tab, 'acme', 'soc_analyst');
    await page.evaluate(() => {
      const dead = { idToken: 'e30.e30.e30', refreshToken: 'worthless', expiresAt: Date.now() + 3_600_000 };
      sessionStorage.setItem('gatehouse.session', JSON.stringify(dead));
    });
    await page.reload();
    await page.getByText('Your session has ended.', { exact: false }).waitFor();
    await signInAs(tab, 'acme', 'soc_analyst');
    await page.getByRole('heading', { name: 'Cases' }).waitFor();
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/cases?status=open');
    expect(await page.getByLabel('Status').inputValue()).toBe('open');
    await tab.close();
  });

  it('ends with signing out, and the way back shows nothing', async () => {
    const tab = await openTab(browser);
    const { page } = tab;
    await tab.open('/alerts');
    await signInAs(tab, 'acme', 'auditor');
    await page.getByRole('button', { name: /^Account/ }).click();
    expect(await page.locator('.menu-panel').textContent()).toContain('Auditor');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('You are signed out.').waitFor();
    expect(await page.evaluate(() => sessionStorage.getItem('gatehouse.session'))).toBeNull();
    await tab.open('/cases');
    await page.getByLabel('Password').waitFor();
    await tab.close();
  });
});
