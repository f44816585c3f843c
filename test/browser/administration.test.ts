import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepPicture, launchBrowser, openTab, signInAs, type Tab } from '../support/browser.ts';
import { call, newSource, push, unique, userToken } from '../support/cell.ts';
import { failedLogins } from '../support/failed-logins.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(() => browser.close());

describe('a platform admin', () => {
  // Letters in front, since a code may never begin with another one's.
  const code = `${Math.random()
    .toString(36)
    .replaceAll(/[^a-z]/g, '')
    .slice(0, 6)
    .padEnd(6, 'x')}-web`;
  let tab: Tab;

  beforeAll(async () => {
    tab = await openTab(browser);
    await tab.open('/tenants');
    await signInAs(tab, 'platform', 'platform_admin');
  });

  it('creates a tenant in the page, and reads how long its data is kept and who deletes it', async () => {
    const { page } = tab;
    await page.getByRole('button', { name: 'Create tenant' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Organisation').fill('Made in a browser');
    await dialog.getByLabel('Customer code').fill(code);
    await dialog.getByLabel('Contact e-mail').fill(`security@${code}.example`);
    await dialog.getByLabel('Data residency').selectOption('eu');
    await dialog.getByLabel('Retention in days').fill('45');
    await keepPicture(tab, 'create-tenant');
    await dialog.getByRole('button', { name: 'Create tenant' }).click();
    await page.getByRole('heading', { name: 'Made in a browser' }).waitFor();
    const facts = (await page.locator('main').textContent()) ?? '';
    expect(facts).toMatch(/45 days, then deleted by (Gatehouse's daily retention job|.*\(ISM\))/);
    expect(facts).toContain('European Union');
  });

  it('is told what is wrong when the code is taken', async () => {
    const { page } = tab;
    await tab.open('/tenants');
    await page.getByRole('button', { name: 'Create tenant' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Organisation').fill('Second');
    await dialog.getByLabel('Customer code').fill(code);
    await dialog.getByLabel('Contact e-mail').fill('a@b.example');
    await dialog.getByRole('button', { name: 'Create tenant' }).click();
    expect(await dialog.getByRole('alert').textContent()).toContain(code);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('sees a tenant’s pages only after naming the tenant', async () => {
    const { page } = tab;
    await tab.open('/alerts');
    await page.getByRole('heading', { name: 'Choose a tenant' }).waitFor();
    await page.getByLabel('Tenant', { exact: true }).selectOption(code);
    await page.getByText('No alerts yet.').waitFor();
  });

  it('changes, suspends, resumes and deletes it', async () => {
    const { page } = tab;
    await tab.open(`/tenants/${code}`);
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('dialog').getByLabel('Events a second').fill('777');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByText('777').waitFor();
    for (const [verb, status] of [
      ['Suspend', 'Suspended'],
      ['Resume', 'Active'],
    ] as const) {
      await page.getByRole('button', { name: verb, exact: true }).click();
      await page
        .getByRole('dialog')
        .getByRole('button', { name: `${verb} tenant` })
        .click();
      await page.locator('.page-sub').getByText(status).waitFor();
    }
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    const confirm = page.getByRole('dialog').getByRole('button', { name: 'Delete tenant' });
    expect(await confirm.isDisabled()).toBe(true);
    await page.getByRole('dialog').getByLabel(`Type ${code} to confirm`).fill(code);
    await confirm.click();
    await page.locator('.page-sub').getByText('Deleted').waitFor();
  });
});

describe('a tenant admin', () => {
  it('creates a source and sees its token once, and it pushes until it is revoked', async () => {
    const tab = await openTab(browser);
    const { page } = tab;
    await tab.open('/sources');
    await signInAs(tab, 'globex', 'tenant_admin');
    const name = unique('firewall');
    await page.getByRole('button', { name: 'Create source' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill(name);
    await page.getByRole('dialog').getByRole('button', { name: 'Create source' }).click();
    await page.getByRole('heading', { name }).waitFor();
    await page.getByRole('button', { name: 'Create token' }).click();
    const token = (await page.getByTestId('token').textContent()) ?? '';
    expect(token.length).toBeGreaterThan(30);
    expect((await push(token, failedLogins(unique('solo'), 3, 1))).status).toBe(202);
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.content()).not.toContain(token);
    await page.reload();
    await page.getByRole('button', { name: /^Revoke / }).waitFor();
    expect(await page.content()).not.toContain(token);

    const events = page.locator('.figure').filter({ hasText: 'Events' }).locator('.figure-value');
    await expect.poll(() => events.textContent(), { timeout: 60_000 }).toBe('3');

    await page.getByRole('button', { name: /^Revoke / }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke token' }).click();
    await page.getByRole('row').filter({ hasText: 'Revoked' }).last().waitFor();
    await expect
      .poll(async () => (await push(token, failedLogins('late', 1, 1))).status, { timeout: 60_000 })
      .toBe(401);
    await keepPicture(tab, 'source');
    expect(tab.complaints).toEqual([]);
    await tab.close();
  });

  it('reads the audit trail and the own organisation, but no list of tenants', async () => {
    const tab = await openTab(browser);
    await tab.open('/audit');
    await signInAs(tab, 'globex', 'tenant_admin');
    await tab.page.getByRole('row').filter({ hasText: 'Create source' }).first().waitFor();
    await tab.page.getByRole('link', { name: 'Organisation' }).click();
    await tab.page.getByRole('heading', { name: 'Globex' }).waitFor();
    await tab.open('/tenants');
    await tab.page.getByText('The list of tenants belongs to the operator.').waitFor();
    await tab.open('/tenants/acme');
    await tab.page.getByRole('alert').waitFor();
    expect(await tab.page.locator('main').textContent()).not.toContain('Acme');
    await tab.close();
  });

  it('reads on in a long list until it ends, each record once', async () => {
    const token = await userToken('globex', 'tenant_admin');
    const { sourceId } = await newSource('globex', unique('renamed'));
    for (let version = 1; version <= 55; version++) {
      const body = { version, name: `renamed ${version}` };
      const changed = await call({ method: 'PATCH', path: `/api/v1/sources/${sourceId}`, token, body });
      expect(changed.status).toBe(200);
    }
    const tab = await openTab(browser);
    const { page } = tab;
    await tab.open('/audit');
    await signInAs(tab, 'globex', 'tenant_admin');
    const changes = page.getByRole('row').filter({ hasText: 'Update source' }).filter({ hasText: sourceId });
    await changes.first().waitFor();
    expect(await changes.count()).toBe(50);
    await page.getByRole('button', { name: 'Load more records' }).click();
    await expect.poll(() => changes.count()).toBe(55);
    const requests = await changes.locator('td:last-child').allTextContents();
    expect(new Set(requests).size).toBe(55);
    expect(tab.complaints).toEqual([]);
    await tab.close();
  });
});
