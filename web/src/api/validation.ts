import type { Client } from './client.ts';

export const checkNames = ['tenant', 'siem', 'connectors', 'rules', 'ingestion', 'playbooks'] as const;
export type CheckName = (typeof checkNames)[number];

export type Check = {
  check: CheckName;
  title: string;
  state: 'pending' | 'running' | 'passed' | 'failed';
  reason: string | null;
  fix: string | null;
  evidence: { label: string; value: string }[];
  ended_at: string | null;
};

export type Validation = {
  validation_id: string;
  state: 'running' | 'passed' | 'failed';
  started_at: string;
  ended_at: string | null;
  checks: Check[];
};

const pathOf = (tenantId: string, rest: string) =>
  `/api/v1/onboarding/tenant/${encodeURIComponent(tenantId)}/${rest}`;

/** Runs all six checks, or one alone. */
export function validateTenant(client: Client, tenantId: string, check?: CheckName): Promise<Validation> {
  return client.request(pathOf(tenantId, 'validate'), { method: 'POST', body: check ? { check } : {} });
}

export function getValidation(client: Client, tenantId: string, signal?: AbortSignal): Promise<Validation> {
  return client.request(pathOf(tenantId, 'validation'), signal ? { signal } : {});
}
