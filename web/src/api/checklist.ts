import type { DriftLine } from '#shared/schema/drift.ts';
import type { Client } from './client.ts';
import type { Run } from './onboarding.ts';

export type Checklist = {
  checked_at: string;
  lines: { line: string; ok: boolean | null; evidence: DriftLine[] }[];
};

export type Drift = { checked_at: string; run_id: string | null; ok: boolean; resources: DriftLine[] };

const pathOf = (tenantId: string, rest: string) =>
  `/api/v1/onboarding/tenant/${encodeURIComponent(tenantId)}/${rest}`;

export function getChecklist(client: Client, tenantId: string, signal?: AbortSignal): Promise<Checklist> {
  return client.request(pathOf(tenantId, 'checklist'), signal ? { signal } : {});
}

/** What should exist, compared with what the systems say does. */
export function getDrift(client: Client, tenantId: string, signal?: AbortSignal): Promise<Drift> {
  return client.request(pathOf(tenantId, 'drift'), signal ? { signal } : {});
}

export function repairDrift(client: Client, tenantId: string): Promise<Run> {
  return client.request(pathOf(tenantId, 'drift/repair'), { method: 'POST' });
}
