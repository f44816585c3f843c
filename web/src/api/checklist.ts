import type { Client } from './client.ts';
import type { RunStep } from './onboarding.ts';

export type DriftLine = {
  step: string;
  title: string;
  system: RunStep['system'];
  state: 'matches' | 'differs' | 'gone' | 'unknown';
  differences: { object: string; field: string; expected?: unknown; actual?: unknown }[];
  reason: string | null;
};

export type Checklist = {
  checked_at: string;
  lines: { line: string; ok: boolean | null; evidence: DriftLine[] }[];
};

export function getChecklist(client: Client, tenantId: string, signal?: AbortSignal): Promise<Checklist> {
  return client.request(
    `/api/v1/onboarding/tenant/${encodeURIComponent(tenantId)}/checklist`,
    signal ? { signal } : {},
  );
}
