import type { z } from 'zod';
import type { ingestionAnswer } from '#shared/api/reports/ingestion.ts';
import type { lifecycleAnswer } from '#shared/api/reports/lifecycle.ts';
import type { Client } from './client.ts';

export type LifecycleReport = z.output<typeof lifecycleAnswer>;
export type IngestionReport = z.output<typeof ingestionAnswer>;

const base = '/api/v1/onboarding/reports';

export function getLifecycle(client: Client, days: number, signal?: AbortSignal): Promise<LifecycleReport> {
  return client.request(`${base}/lifecycle`, { query: { days }, ...(signal ? { signal } : {}) });
}

export function getIngestion(client: Client, days: number, signal?: AbortSignal): Promise<IngestionReport> {
  return client.request(`${base}/ingestion`, { query: { days }, ...(signal ? { signal } : {}) });
}

export const reportFiles = {
  lifecycle: { path: `${base}/lifecycle.csv`, file: 'gatehouse-lifecycle.csv' },
  ingestion: { path: `${base}/ingestion.csv`, file: 'gatehouse-ingestion.csv' },
} as const;
