import type { Role } from '#shared/schema/role.ts';

/**
 * Who may do what, in one table: a route names one of these and nothing else. The product of routes and roles is
 * compared with a written expectation (`test/support/role-expectation.ts`).
 */
export const access = {
  /** The tenant life cycle and what belongs to no tenant. */
  operate: ['platform_admin'],
  /** Sources, their tokens and the tenant's own description. */
  administer: ['platform_admin', 'tenant_admin'],
  /** Alerts and cases. */
  work: ['platform_admin', 'tenant_admin', 'soc_analyst'],
  /** The audit trail. */
  audit: ['platform_admin', 'tenant_admin', 'auditor'],
  /** Everything else of a tenant. */
  read: ['platform_admin', 'tenant_admin', 'soc_analyst', 'auditor'],
} as const satisfies Record<string, readonly Role[]>;
