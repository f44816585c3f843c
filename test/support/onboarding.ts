import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { inject } from 'vitest';
import { makeSecretsManagerStore } from '#shared/aws/secrets-manager.ts';
import { PLATFORM_TENANT, type TenantId } from '#shared/ids.ts';
import type { Fault, Recorded } from '../standins/faults.ts';
import { type Answer, call, eventually, operatorToken } from './cell.ts';
import { emulatorConfig } from './scratch.ts';

/** A run as the API shows it, as far as tests look into it. */
export type ShownRun = {
  run_id: string;
  kind: string;
  state: string;
  attempt: number;
  findings: { ok: boolean; detail: string; fix: string | null }[];
  steps: {
    step: string;
    state: string;
    outcome: string | null;
    reason: string | null;
    vendor_ids: Record<string, string>;
  }[];
};

const base = '/api/v1/onboarding/tenant';

/** One request under the tenant's onboarding, as the operator. */
export async function onboardingCall(
  code: TenantId,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const token = await operatorToken();
  const headers = { 'x-tenant-id': code };
  return call({ method, path: `${base}/${path}`, token, headers, ...(body === undefined ? {} : { body }) });
}

export function setup(code: TenantId, extra: Record<string, unknown> = {}): Promise<Answer> {
  return onboardingCall(code, 'POST', 'setup', {
    tenant_id: code,
    existing_soc: false,
    organization_name: 'Initech',
    contact_email: 'soc@initech.example',
    industry: 'Technology',
    data_residency: 'eu',
    retention_days: 30,
    platforms: ['open_source'],
    ...extra,
  });
}

const ended = ['refused', 'failed', 'done', 'stopped', 'undone'];

/** The tenant's last run once it is over. */
export async function ending(code: TenantId): Promise<ShownRun> {
  return eventually(async () => {
    const { json } = await onboardingCall(code, 'GET', `${code}/status`);
    const { run } = json as { run: ShownRun | null };
    return run !== null && ended.includes(run.state) ? run : null;
  }, `the end of the run of ${code}`);
}

async function control<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${inject('stack').vendors}/_control/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`the stand-ins answered ${path} with ${answer.status}`);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

/** The stand-ins of the running cell. */
export const vendors = {
  arm: (fault: Fault) => control<void>('POST', 'faults', fault),
  clear: () => control<void>('DELETE', 'faults'),
  /** Forgets everything, and begins again with settings by vendor. */
  reset: (settings: Readonly<Record<string, unknown>> = {}) => control<void>('POST', 'reset', settings),
  state: () => control<Record<string, unknown>>('GET', 'state'),
  calls: async () => (await control<{ calls: Recorded[] }>('GET', 'calls')).calls,
};

/** A secret of the running cell, as only its functions can read it in AWS. */
export async function secretOf(tenantId: TenantId, name: string): Promise<string | null> {
  const client = new SecretsManagerClient(emulatorConfig());
  const store = makeSecretsManagerStore(client, { stage: 'local', keyArn: 'alias/aws/secretsmanager' });
  return store.get(tenantId, name).finally(() => client.destroy());
}

/** Does something in the Graylog stand-in behind the product's back. */
export async function meddleInGraylog(method: string, path: string): Promise<void> {
  const { token } = JSON.parse((await secretOf(PLATFORM_TENANT, 'systems/graylog')) ?? '{}') as {
    token: string;
  };
  const answer = await fetch(`${inject('stack').vendors}/graylog/api${path}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${token}:token`).toString('base64')}`,
      'x-requested-by': 'somebody else',
    },
  });
  if (!answer.ok) throw new Error(`Graylog answered ${method} ${path} with ${answer.status}`);
}
