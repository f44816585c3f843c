import { type Changes, changesBetween, given } from '#shared/changes.ts';
import { DomainError } from '#shared/errors.ts';
import type { EventSchema } from '#shared/schema/event.ts';
import type { Role } from '#shared/schema/role.ts';
import type { Tenant, TenantLimits } from '#shared/schema/tenant.ts';
import type { LimitsChange } from './new-tenant.ts';

export type TenantChange = {
  organization_name?: string | undefined;
  contact_email?: string | undefined;
  retention_days?: number | undefined;
  limits?: LimitsChange | undefined;
  archive_schema?: EventSchema | undefined;
  export_schema?: EventSchema | undefined;
};

/** What only the operator may change: it costs the operator storage and throughput. */
const operatorsFields = ['retention_days', 'limits'] as const;

/**
 * The changed tenant and what differs; the same version where nothing does.
 * @throws DomainError `forbidden` for the operator's fields in other hands, `version_conflict` for an outdated version.
 */
export function changeTenant(
  tenant: Tenant,
  version: number,
  change: TenantChange,
  role: Role,
  now: Date,
): { tenant: Tenant; changes: Changes } {
  const refused =
    role === 'platform_admin' ? [] : operatorsFields.filter((field) => change[field] !== undefined);
  if (refused.length > 0) {
    throw new DomainError(
      'forbidden',
      `Only the operator of the platform changes ${refused.join(' and ')}.`,
      {
        fields: refused,
      },
    );
  }
  if (version !== tenant.version) {
    throw new DomainError('version_conflict', 'The tenant was changed meanwhile. Read it again and repeat.', {
      current_version: tenant.version,
    });
  }
  const { limits, ...rest } = change;
  const wanted = given<Tenant>({
    ...rest,
    limits: limits && { ...tenant.limits, ...given<TenantLimits>(limits) },
  });
  const changes = changesBetween(tenant, wanted);
  if (Object.keys(changes).length === 0) return { tenant, changes };
  return {
    tenant: { ...tenant, ...wanted, updated_at: now.toISOString(), version: tenant.version + 1 },
    changes,
  };
}
