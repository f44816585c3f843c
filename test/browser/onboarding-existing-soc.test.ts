import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { tenantIdSchema } from '#shared/ids.ts';
import { seriousFindings } from '../support/accessibility.ts';
import { keepPicture, launchBrowser, openTab, overflowOf, signInAs, type Tab } from '../support/browser.ts';
import { newCode } from '../support/new-code.ts';
import { onboardingCall, vendors } from '../support/onboarding.ts';

let browser: Browser;
let tab: Tab;
const code = newCode();
const workspace = `law-${code}`;
const legacyKey = `legacy-${newCode()}`;

/** What the customer has in Azure already: Sentinel with one analytics rule. */
function existing(): Record<string, unknown> {
  const group = `/subscriptions/${inject('stack').azure.subscription_id}/resourceGroups/rg-${code}`;
  const path = `${group}/providers/Microsoft.OperationalInsights/workspaces/${workspace}`;
  const sentinel = `${path}/providers/Microsoft.SecurityInsights`;
  return {
    [group]: { location: 'westeurope' },
    [path]: { location: 'westeurope' },
    [`${sentinel}/onboardingStates/default`]: {},
    [`${sentinel}/alertRules/5f1c8a30-7a3e-4a55-9a30-000000000001`]: {
      kind: 'Scheduled',
      properties: { displayName: 'Many failed sign-ins', enabled: true, techniques: ['T1110'] },
    },
  };
}

beforeAll(async () => {
  await vendors.reset({ azure: { existing: existing() } });
  browser = await launchBrowser();
  tab = await openTab(browser);
  await tab.open('/onboarding?new=1');
  await signInAs(tab, 'platform', 'platform_admin');
});

afterAll(() => browser.close());

const heading = (name: string) => tab.page.getByRole('heading', { level: 2, name });
const workbook = (title: string) => tab.page.locator('.workbooks > li').filter({ hasText: title });
const next = () => tab.page.getByRole('button', { name: /continue$/ }).click();

describe('an operator who connects a customer’s existing SOC', () => {
  it('is told that the shared key opens nothing any more, and what replaces it', async () => {
    const { page } = tab;
    const { azure } = inject('stack');
    await page.getByRole('radio', { name: 'Existing SOC' }).check();
    const notice = page.locator('.notice');
    expect(await notice.textContent()).toContain('off on 14 September 2026');
    expect(await notice.textContent()).toContain('Logs Ingestion API');
    await page.getByLabel('Shared key').fill(legacyKey);
    await page.getByLabel('Azure tenant ID').fill(azure.azure_tenant_id);
    await page.getByLabel('Application (client) ID').fill(azure.client_id);
    await page.getByLabel('Subscription ID').fill(azure.subscription_id);
    await page.getByLabel('Resource group').fill(`rg-${code}`);
    await page.getByLabel('Workspace name').fill('law-mistyped');
    await page.getByLabel('Azure region').fill('westeurope');
    await page.getByLabel('Client secret').fill(azure.client_secret);
    await page.getByLabel('Organisation name').fill(`${code} Bank`);
    await page.getByLabel('Contact e-mail').fill('soc@bank.example');
    await page.getByLabel('Industry').selectOption('Finance');
    await page.getByText(`${code} is free.`).waitFor();
    expect(await seriousFindings(tab)).toEqual([]);
    await keepPicture(tab, 'onboarding-1-existing');
    await next();
    await heading('Data Sources').waitFor();
  });

  it('finds no secret kept after leaving, and enters it again where it is needed', async () => {
    const { page } = tab;
    await next();
    await heading('Sentinel Setup').waitFor();
    await page.getByTestId('saved').getByText('Saved', { exact: true }).waitFor();
    const { json } = await onboardingCall(tenantIdSchema.parse(code), 'GET', `${code}/wizard`);
    const kept = JSON.stringify(json);
    expect(kept).toContain('law-mistyped');
    expect(kept).not.toContain(inject('stack').azure.client_secret);
    expect(kept).not.toContain(legacyKey);
    await page.reload();
    await heading('Sentinel Setup').waitFor();
    expect(await page.getByLabel('Client secret').inputValue()).toBe('');
    await page.getByLabel('Client secret').fill(inject('stack').azure.client_secret);
  });

  it('reads what is wrong with the connection before anything is touched, and mends it', async () => {
    const { page } = tab;
    await page.getByRole('button', { name: 'Check the connection' }).click();
    await page.getByText('There is no workspace law-mistyped.').waitFor();
    expect(await page.getByRole('button', { name: 'Start', exact: true }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: /SOC Assessment/ }).click();
    await page.getByLabel('Workspace name').fill(workspace);
    await page.getByRole('button', { name: /Sentinel Setup/ }).click();
    await page.getByRole('button', { name: 'Check the connection' }).click();
    await page.getByRole('row').filter({ hasText: '1 analytics rules' }).waitFor();
    expect(await seriousFindings(tab)).toEqual([]);
    await workbook('Compliance Dashboard').getByRole('checkbox').uncheck();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    const state = page.getByTestId('run-state');
    await expect.poll(() => state.getAttribute('data-state'), { timeout: 90_000 }).toBe('done');
    await page.locator('.workbooks').getByText('In your workspace').first().waitFor();
    const sending = page.locator('.figure').filter({ hasText: 'Sending to Sentinel' });
    await sending.getByText('On', { exact: true }).waitFor();
    expect(await seriousFindings(tab)).toEqual([]);
    await keepPicture(tab, 'onboarding-3-existing');
  });

  it('deploys a workbook later that was left out at first', async () => {
    const { page } = tab;
    await workbook('Compliance Dashboard').getByText('Not deployed', { exact: true }).waitFor();
    const there = () => page.locator('.workbooks').getByText('In your workspace', { exact: true }).count();
    expect(await there()).toBe(4);
    expect(await page.getByRole('button', { name: 'Deploy the chosen workbooks' }).count()).toBe(0);
    await workbook('Compliance Dashboard').getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Deploy the chosen workbooks' }).click();
    await expect.poll(there, { timeout: 90_000 }).toBe(5);
    expect(await page.getByTestId('run-state').getAttribute('data-state')).toBe('done');
    expect(await seriousFindings(tab)).toEqual([]);
  });

  it('sees the workspace’s own rules counted in the coverage', async () => {
    const { page } = tab;
    await next();
    await page.getByRole('button', { name: 'Calculate Coverage' }).click();
    await page.locator('.heatmap .heat').filter({ hasText: 'Credential Access' }).click();
    const technique = page.locator('.techniques > li').filter({ hasText: 'T1110' }).first();
    await technique.locator('summary').click();
    await technique.getByText('Many failed sign-ins').waitFor();
    await next();
  });

  it('connects Defender, and reads honestly what is on and what only the portal can do', async () => {
    const { page } = tab;
    await heading('Defender Integration').waitFor();
    expect(await page.getByLabel('Automated Investigation').isChecked()).toBe(true);
    expect(await page.getByLabel('Automated Investigation').isDisabled()).toBe(true);
    expect(await page.getByLabel('Attack Surface Reduction').isDisabled()).toBe(true);
    await page.getByLabel('Client secret').fill(inject('stack').azure.client_secret);
    await page.getByRole('button', { name: 'Connect Defender' }).click();
    const state = page.getByTestId('run-state');
    await expect.poll(() => state.getAttribute('data-state'), { timeout: 90_000 }).toBe('done');
    const asr = page.locator('[data-capability="asr"]');
    await expect.poll(() => asr.getAttribute('data-state'), { timeout: 30_000 }).toMatch(/enabled|verified/);
    const portal = page.locator('[data-state="portal_only"]').first();
    expect(await portal.getByRole('link').getAttribute('href')).toMatch(/^https:\/\//);
    expect(await seriousFindings(tab)).toEqual([]);
    await keepPicture(tab, 'onboarding-5-defender');
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await overflowOf(tab)).toBe(0);
    expect(await seriousFindings(tab)).toEqual([]);
    await keepPicture(tab, 'onboarding-5-phone');
  });
});
