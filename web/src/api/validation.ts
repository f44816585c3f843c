import type { z } from 'zod';
import type { validationAnswer } from '#shared/api/validation-answers.ts';
import type { Client } from './client.ts';

export type Validation = z.output<typeof validationAnswer>;
export type Check = Validation['checks'][number];
export type CheckName = Check['check'];

const pathOf = (tenantId: string, rest: string) =>
  `/api/v1/onboarding/tenant/${encodeURIComponent(tenantId)}/${rest}`;

/** Runs all six checks, or one alone. */
export function validateTenant(client: Client, tenantId: string, check?: CheckName): Promise<Validation> {
  return client.request(pathOf(tenantId, 'validate'), { method: 'POST', body: check ? { check } : {} });
}

export function getValidation(client: Client, tenantId: string, signal?: AbortSignal): Promise<Validation> {
  return client.request(pathOf(tenantId, 'validation'), signal ? { signal } : {});
}
