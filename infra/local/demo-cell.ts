import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiClient, ApiRefusal, apiClient } from '#shared/api/client.ts';
import { tenantSchema } from '#shared/schema/tenant.ts';
import { LaunchError } from './launch-error.ts';
import type { LocalUser } from './local-file.ts';
import { ensureUser, newPassword, type Pool, signIn } from './users.ts';

const demoTenants = [
  { code: 'acme', name: 'Acme Corporation', industry: 'Manufacturing' },
  { code: 'globex', name: 'Globex', industry: 'Finance' },
] as const;

const tenantRoles = [
  { role: 'tenant_admin', name: 'admin' },
  { role: 'soc_analyst', name: 'analyst' },
  { role: 'auditor', name: 'auditor' },
] as const;

/** Every role, with the password that the user already has where there is one. */
export function demoUsers(known: readonly LocalUser[]): LocalUser[] {
  const user = (email: string, tenant_id: string, role: LocalUser['role']): LocalUser => ({
    email,
    password: known.find((one) => one.email === email)?.password ?? newPassword(),
    tenant_id,
    role,
  });
  return [
    user('operator@gatehouse.example', 'platform', 'platform_admin'),
    ...demoTenants.flatMap(({ code }) =>
      tenantRoles.map(({ role, name }) => user(`${name}@${code}.example`, code, role)),
    ),
  ];
}

async function ensureTenant(call: ApiClient, tenant: (typeof demoTenants)[number]): Promise<void> {
  const path = `/api/v1/tenants/${tenant.code}`;
  try {
    await call({ method: 'GET', path });
  } catch (error) {
    if (!(error instanceof ApiRefusal && error.status === 404)) throw error;
    await call({
      method: 'POST',
      path: '/api/v1/tenants',
      body: {
        customer_code: tenant.code,
        organization_name: tenant.name,
        contact_email: `security@${tenant.code}.example`,
        industry: tenant.industry,
        data_residency: 'eu',
        retention_days: 30,
      },
    });
  }
  for (let tries = 0; tries < 40; tries++) {
    const { status } = tenantSchema
      .pick({ status: true })
      .loose()
      .parse(await call({ method: 'GET', path }));
    if (status !== 'provisioning') return;
    await sleep(250);
  }
  throw new LaunchError(
    `The demo tenant ${tenant.code} stays in provisioning: read .gatehouse/logs/emulator.log.`,
  );
}

/** Makes sure that the demo's users can sign in and its tenants exist, through the API as anybody would. */
export async function ensureDemo(pool: Pool, api: string, known: readonly LocalUser[]): Promise<LocalUser[]> {
  const users = demoUsers(known);
  await Promise.all(users.map((user) => ensureUser(pool, user)));
  const operator = users.find((user) => user.role === 'platform_admin');
  if (!operator) throw new LaunchError('The demo has no platform_admin.');
  const call = apiClient(api, await signIn(pool, operator));
  await Promise.all(demoTenants.map((tenant) => ensureTenant(call, tenant)));
  return users;
}
