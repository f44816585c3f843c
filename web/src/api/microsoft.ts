import type { z } from 'zod';
import type { capabilityAnswer } from '#shared/api/defender-answer.ts';
import type { forwardingStateSchema } from '#shared/tenants/sentinel/forwarding-state.ts';
import type { Client } from './client.ts';
import type { Run, SetupBody } from './onboarding.ts';

export type WorkbookId = NonNullable<SetupBody['workbooks']>[number];

export type Workbook = {
  id: WorkbookId;
  title: string;
  description: string;
  panels: number;
  state: 'deployed' | 'missing' | 'no_sentinel' | 'unknown';
  reason: string | null;
};

export type Capability = z.output<typeof capabilityAnswer>;

export type DefenderBody = {
  azure_tenant_id: string;
  client_id: string;
  client_secret?: string;
  edr: boolean;
  atp: boolean;
  automated_investigation: true;
  asr: true;
  pilot_group: string | null;
};

const base = '/api/v1/onboarding';

export function listWorkbooks(client: Client, signal?: AbortSignal): Promise<{ items: Workbook[] }> {
  return client.request(`${base}/sentinel/workbooks`, signal ? { signal } : {});
}

export type Forwarding = z.output<typeof forwardingStateSchema>;

export function getForwarding(client: Client, signal?: AbortSignal): Promise<Forwarding> {
  return client.request(`${base}/sentinel/forwarding`, signal ? { signal } : {});
}

export function deployWorkbooks(client: Client, workbooks: readonly string[]): Promise<Run> {
  return client.request(`${base}/sentinel/workbooks/deploy`, { method: 'POST', body: { workbooks } });
}

export function getDefender(client: Client, signal?: AbortSignal): Promise<{ capabilities: Capability[] }> {
  return client.request(`${base}/defender`, signal ? { signal } : {});
}

export function configureDefender(
  client: Client,
  body: DefenderBody,
): Promise<{ run: Run; capabilities: Capability[] }> {
  return client.request(`${base}/defender/configure`, { method: 'POST', body });
}
