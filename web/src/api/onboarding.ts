import type { z } from 'zod';
import type { runAnswer } from '#shared/api/onboarding-answers.ts';
import type { setupBody } from '#shared/api/onboarding-setup.ts';
import type { codeAnswer } from '#shared/api/routes/check-code.ts';
import type { statusAnswer } from '#shared/api/routes/get-onboarding-status.ts';
import type { wizardAnswer } from '#shared/api/routes/get-wizard.ts';
import type { planAnswer } from '#shared/api/routes/plan-onboarding.ts';
import type { Client } from './client.ts';

export type Run = z.output<typeof runAnswer>;
export type RunStep = Run['steps'][number];
export type SetupBody = z.input<typeof setupBody>;
export type Plan = z.output<typeof planAnswer>;
export type CodeCheck = z.output<typeof codeAnswer>;
export type Status = z.output<typeof statusAnswer>;
export type SavedWizard = z.output<typeof wizardAnswer>;
export type RunVerb = 'retry' | 'stop' | 'undo';

const base = '/api/v1/onboarding';
const pathOf = (tenantId: string, rest: string) => `${base}/tenant/${encodeURIComponent(tenantId)}/${rest}`;
const withSignal = (signal?: AbortSignal) => (signal ? { signal } : {});

export function getWizard(client: Client, tenantId: string, signal?: AbortSignal): Promise<SavedWizard> {
  return client.request(pathOf(tenantId, 'wizard'), withSignal(signal));
}

export function saveWizard(
  client: Client,
  tenantId: string,
  body: Pick<SavedWizard, 'version' | 'current_step' | 'done_steps' | 'answers'>,
): Promise<SavedWizard> {
  return client.request(pathOf(tenantId, 'wizard'), { method: 'PUT', body });
}

export function checkCustomerCode(client: Client, code: string, signal?: AbortSignal): Promise<CodeCheck> {
  return client.request(`${base}/codes/${encodeURIComponent(code)}`, withSignal(signal));
}

export function planTenant(client: Client, body: SetupBody): Promise<Plan> {
  return client.request(`${base}/tenant/plan`, { method: 'POST', body });
}

export function setUpTenant(client: Client, body: SetupBody): Promise<Run & { notices: string[] }> {
  return client.request(`${base}/tenant/setup`, { method: 'POST', body });
}

export function getStatus(client: Client, tenantId: string, signal?: AbortSignal): Promise<Status> {
  return client.request(pathOf(tenantId, 'status'), withSignal(signal));
}

export function steerRun(client: Client, tenantId: string, verb: RunVerb, runId: string): Promise<Run> {
  return client.request(pathOf(tenantId, verb), { method: 'POST', body: { run_id: runId } });
}
