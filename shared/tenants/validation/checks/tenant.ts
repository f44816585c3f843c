import type { Role } from '#shared/schema/role.ts';
import type { Evidence } from '#shared/schema/validation.ts';
import type { Check } from '#shared/tenants/validation/check.ts';

/** The tenant is in service, at home in this cell, and bounded; who can sign in for it is told as evidence. */
export const tenantCheck: Check = {
  check: 'tenant',
  title: 'Tenant',
  async run({ ports, tenantId }) {
    const tenant = await ports.tenants.get(tenantId);
    if (tenant === null) {
      return {
        state: 'failed',
        reason: 'The tenant has no row in this cell.',
        fix: 'Run the onboarding.',
        evidence: [],
      };
    }
    const evidence = [
      { label: 'Customer code', value: tenant.customer_code },
      { label: 'Status', value: tenant.status },
      { label: 'Data residency', value: tenant.data_residency },
      { label: 'Events are kept', value: `${tenant.retention_days} days` },
      { label: 'Limit', value: `${tenant.limits.events_per_second} events a second` },
      ...usersOf(await ports.users.countRoles(tenantId)),
    ];
    if (tenant.status !== 'active') {
      return {
        state: 'failed',
        reason: `The tenant is ${tenant.status}, not active.`,
        fix:
          tenant.status === 'suspended'
            ? 'Have the operator resume it.'
            : 'Finish the onboarding: retry its run.',
        evidence,
      };
    }
    const home = tenant.data_residency;
    if (home !== 'any' && !ports.cell.residency.includes(home)) {
      return {
        state: 'failed',
        reason: `The tenant’s data may live in ${home} only, and this cell is in ${ports.cell.region}.`,
        fix: 'Onboard the tenant in a cell of its own residency.',
        evidence,
      };
    }
    return { state: 'passed', evidence };
  },
};

/** No fault where nobody is there yet: the operator may run a tenant for its customer, and invite them later. */
function usersOf(roles: Readonly<Record<Role, number>> | null): Evidence[] {
  if (roles === null)
    return [{ label: 'Users who can sign in', value: 'kept by your own identity provider, not looked at' }];
  const { tenant_admin: admins, soc_analyst: analysts, auditor: auditors } = roles;
  return [
    { label: 'Administrators who can sign in', value: admins === 0 ? 'none: invite one' : String(admins) },
    { label: 'Analysts and auditors who can sign in', value: `${analysts} and ${auditors}` },
  ];
}
