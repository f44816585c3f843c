import type { Check } from '#shared/tenants/validation/check.ts';

/** The tenant is in service, at home in this cell, and bounded. */
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
