import { type ApiClient, ApiRefusal, apiClient } from '#shared/api/client.ts';
import { type TenantStatus, tenantSchema } from '#shared/schema/tenant.ts';
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

const statusSchema = tenantSchema.pick({ status: true }).loose();

async function statusOf(call: ApiClient, code: string): Promise<TenantStatus | null> {
  try {
    return statusSchema.parse(await call({ method: 'GET', path: `/api/v1/tenants/${code}` })).status;
  } catch (error) {
    if (error instanceof ApiRefusal && error.status === 404) return null;
    throw error;
  }
}

/** Creates the tenant, or completes a creation that was interrupted. */
async function ensureTenant(call: ApiClient, tenant: (typeof demoTenants)[number]): Promise<void> {
  const before = await statusOf(call, tenant.code);
  if (before !== null && before !== 'provisioning') return;
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
