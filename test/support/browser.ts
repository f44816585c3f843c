import chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContextOptions, type Page, chromium as playwright } from 'playwright-core';
import { inject } from 'vitest';
import type { Role } from '#shared/schema/role.ts';

/**
 * The package's arguments suit a Lambda. These are left out: one process for everything (it falls over with more than
 * one context), and what turns off the web's own protections, which the tests are to meet.
 */
const unwanted =
  /^--(single-process|no-zygote|headless|disable-web-security|allow-running-insecure-content|disable-site-isolation-trials|disable-features)/;

/** A real Chromium, from the npm package and with no system package. */
export async function launchBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    args: [...chromium.args.filter((arg) => !unwanted.test(arg)), '--disable-background-networking'],
    headless: true,
  });
}

export type Tab = {
  page: Page;
  /** What the browser complained about: console errors, uncaught exceptions, refusals of the content policy. */
  complaints: string[];
  /** Opens a path of the web app. */
  open(path: string): Promise<void>;
  close(): Promise<void>;
};

/** A tab of its own, with nobody signed in. */
export async function openTab(browser: Browser, options: BrowserContextOptions = {}): Promise<Tab> {
  const { web } = inject('stack');
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return {
    page,
    complaints,
    open: async (path) => void (await page.goto(web.replace(/\/$/, '') + path)),
    close: () => context.close(),
  };
}

/** A demo user of the running cell. */
export function userOf(tenantId: string, role: Role): { email: string; password: string } {
  const user = inject('stack').users.find((one) => one.tenant_id === tenantId && one.role === role);
  if (user === undefined) throw new Error(`the stack has no ${role} of ${tenantId}`);
  return user;
}

/** Fills the sign-in form, at whatever address the tab is, and waits for the page behind it. */
export async function signInAs({ page }: Tab, tenantId: string, role: Role): Promise<void> {
  const { email, password } = userOf(tenantId, role);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: `Account: ${email}` }).waitFor();
}

/** Keeps what the page looks like, as test output. */
export async function keepPicture({ page }: Tab, name: string): Promise<void> {
  await page.screenshot({ path: `test/output/${name}.png` });
}

/** By how many pixels the page is wider than its window. */
export function overflowOf({ page }: Tab): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
