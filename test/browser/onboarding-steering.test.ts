import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousFindings } from '../support/accessibility.ts';
import { keepPicture, launchBrowser, openTab, overflowOf, signInAs, type Tab } from '../support/browser.ts';
import { createTenant, newCode } from '../support/new-tenant.ts';
import { meddleInGraylog, onboardingCall, type ShownRun, vendors } from '../support/onboarding.ts';

let browser: Browser;
let tab: Tab;
const code = newCode();
const organization = `${code} Foundry`;

/** A customer with the open-source stack, whose wizard was left before its setup began. */
beforeAll(async () => {
  const about = { organization_name: organization, contact_email: 'soc@foundry.example', industry: 'Retail' };
  expect((await createTenant(code, { ...about, data_residency: 'any' })).status).toBe(201);
  const saved = await onboardingCall(code, 'PUT', `${code}/wizard`, {
    version: 0,
    current_step: 3,
    done_steps: [1, 2],
    answers: { ...about, existing_soc: false, platform: 'open_source' },
  });
  expect(saved.status).toBe(200);
  browser = await launchBrowser();
  tab = await openTab(browser);
  await tab.open('/onboarding');
  await signInAs(tab, 'platform', 'platform_admin');
  await tab.page.getByRole('button', { name: organization }).click();
  await tab.page.getByRole('heading', { level: 2, name: 'Sentinel Setup' }).waitFor();
});

afterAll(async () => {
  await vendors.clear();
  await browser.close();
});

const step = (name: string) => tab.page.locator(`.run li[data-step="${name}"]`);
const button = (name: string) => tab.page.getByRole('button', { name, exact: true });

async function runState(state: string): Promise<void> {
  const shown = tab.page.getByTestId('run-state');
  const broken = ['failed', 'refused'];
  const now = async () => (await shown.getAttribute('data-state')) ?? '';
  await expect
    .poll(async () => [state, ...broken].includes(await now()), { timeout: 90_000, interval: 200 })
    .toBe(true);
  expect(await now(), (await tab.page.locator('.run .reason').allTextContents()).join()).toBe(state);
}

/** Whatever the vendors' systems hold that carries the customer's code. */
const traces = async (): Promise<string[]> =>
  JSON.stringify(await vendors.state()).match(new RegExp(`"[^"]*\\b${code}\\b[^"]*"`, 'g')) ?? [];

async function onPhone(look: () => Promise<void>): Promise<void> {
  await tab.page.setViewportSize({ width: 390, height: 844 });
  expect(await overflowOf(tab)).toBe(0);
  expect(await seriousFindings(tab)).toEqual([]);
  await look();
  await tab.page.setViewportSize({ width: 1280, height: 800 });
}

describe('a person who steers a setup', () => {
  it('stops it while another system asks for time, and sees where it stands', async () => {
    await vendors.arm({
      vendor: 'wazuh',
      method: 'POST',
      path: '^/groups$',
      moment: 'before',
      kind: '429',
      times: 999,
      retry_after: '9',
    });
    await button('Start').click();
    await step('wazuh-groups').locator('.reason').waitFor({ timeout: 90_000 });
    await button('Stop').click();
    await runState('stopped');
    expect(await step('gatehouse-tenant').getAttribute('data-state')).toBe('done');
    expect(await step('wazuh-groups').getAttribute('data-state')).not.toBe('done');
    expect(await button('Save and continue').isDisabled()).toBe(true);
    await onPhone(() => keepPicture(tab, 'onboarding-3-stopped-phone'));
  });

  it('goes on from there, and what was done is not done again', async () => {
    const made = async () =>
      (await vendors.calls()).filter((one) => one.method === 'POST' && one.status === 200);
    const before = (await made()).filter(({ path }) => path.includes('index_sets')).length;
    await vendors.clear();
    await button('Try again').click();
    await runState('done');
    expect((await made()).filter(({ path }) => path.includes('index_sets'))).toHaveLength(before);
    expect(await seriousFindings(tab)).toEqual([]);
    await onPhone(() => keepPicture(tab, 'onboarding-3-phone'));
  });
});

describe('undo', () => {
  it('asks first, then takes everything back and leaves no trace in any system', async () => {
    const { page } = tab;
    expect(await traces()).not.toEqual([]);
    await button('Undo').click();
    const dialog = page.getByRole('dialog', { name: 'Undo the setup?' });
    expect(await seriousFindings(tab)).toEqual([]);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await runState('done');
    await button('Undo').click();
    await dialog.getByRole('button', { name: 'Undo the setup' }).click();
    await runState('undone');
    expect(await step('graylog-stream').getAttribute('data-state')).toBe('undone');
    expect(await traces()).toEqual([]);
    expect(await button('Save and continue').isDisabled()).toBe(true);
    expect(await seriousFindings(tab)).toEqual([]);
    await keepPicture(tab, 'onboarding-3-undone');
  });
  it('is no end: the same setup can be started again', async () => {
    await button('Start again').click();
    await runState('done');
    expect(await traces()).not.toEqual([]);
  });
});

describe('the checklist of a stack that somebody changed', () => {
  it('shows which line is not in order and field by field why', async () => {
    const { page } = tab;
    const { json } = await onboardingCall(code, 'GET', `${code}/status`);
    const { run } = json as { run: ShownRun };
    const stream = run.steps.find((one) => one.step === 'graylog-stream')?.vendor_ids.stream ?? '';
    await meddleInGraylog('POST', `/streams/${stream}/pause`);
    await tab.open('/checklist');
    await page.locator('.checks > li[data-ok="false"]').first().waitFor();
    const drift = page.getByRole('region', { name: 'What should be there, and what is' });
    const line = drift.locator('li[data-step="graylog-stream-start"]');
    await line.waitFor();
    expect(await line.getAttribute('data-state')).toBe('differs');
    expect(await line.locator('.reason').textContent()).toMatch(/disabled: is true, should be false/);
    expect(await seriousFindings(tab)).toEqual([]);
    await onPhone(() => keepPicture(tab, 'onboarding-drift-phone'));
  });

  it('is put right by one button', async () => {
    const { page } = tab;
    await button('Repair').click();
    await runState('done');
    await page.getByText(/^All \d+ resources are as they should be\.$/).waitFor();
    await expect.poll(() => page.locator('.checks > li[data-ok="false"]').count()).toBe(0);
    expect(await seriousFindings(tab)).toEqual([]);
    await button('Undo').click();
    await page.getByRole('dialog', { name: 'Undo this change?' }).getByText('stays.').waitFor();
    expect(tab.complaints).toEqual([]);
  });
});
