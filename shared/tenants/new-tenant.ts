import { given } from '#shared/changes.ts';
import { DomainError } from '#shared/errors.ts';
import { reservedCodes, type TenantId } from '#shared/ids.ts';
import { defaultLimits, type Residency, type Tenant, type TenantLimits } from '#shared/schema/tenant.ts';

/** What a customer's tenant is made from. `customer_code` becomes the tenant's id and never changes. */
export type NewTenant = Pick<
  Tenant,
  'organization_name' | 'contact_email' | 'industry' | 'data_residency' | 'retention_days'
> & { customer_code: TenantId; limits?: LimitsChange | undefined };

export type LimitsChange = { [K in keyof TenantLimits]?: TenantLimits[K] | undefined };

/** The row that is written first; `completeTenant` follows once the tenant's search index stands. */
export function newTenant(wanted: NewTenant, now: Date): Tenant {
  const at = now.toISOString();
  return {
    tenant_id: wanted.customer_code,
    ...describedBy(wanted),
    customer_code: wanted.customer_code,
    retention_by: 'retention-job',
    archive_schema: 'canonical',
    export_schema: 'canonical',
    status: 'provisioning',
    created_at: at,
    updated_at: at,
    deleted_at: null,
    version: 1,
  };
}

/** The tenant as it goes into service. `wanted` counts where an interrupted creation is repeated with other details. */
export function completeTenant(
  tenant: Tenant,
  wanted: NewTenant,
  retentionBy: Tenant['retention_by'],
  now: Date,
): Tenant {
  return {
    ...tenant,
    ...describedBy(wanted),
    retention_by: retentionBy,
    status: 'active',
    updated_at: now.toISOString(),
    version: tenant.version + 1,
  };
}

/** @throws DomainError `invalid_request` for a code that would read as the platform's own. */
export function refuseReservedCode(code: TenantId): void {
  if (!reservedCodes.has(code)) return;
  throw new DomainError('invalid_request', `The customer code "${code}" is reserved. Choose another one.`, {
    issues: [{ in: 'body', path: 'customer_code', message: 'is reserved' }],
  });
}

/** @throws DomainError `residency_refused` where this cell may not hold data of that residency. */
export function refuseForeignResidency(
  residency: Residency,
  cell: { region: string; residency: readonly Residency[] },
): void {
  if (residency === 'any' || cell.residency.includes(residency)) return;
  throw new DomainError(
    'residency_refused',
    `Data of residency "${residency}" may not live in ${cell.region}, which serves ${cell.residency.join(', ')}. ` +
      'Create the tenant in a cell of its own region.',
    { requested: residency, region: cell.region, serves: [...cell.residency] },
  );
}

function describedBy(wanted: NewTenant) {
  const { organization_name, contact_email, industry, data_residency, retention_days, limits } = wanted;
  return {
    organization_name,
    contact_email,
    industry,
    data_residency,
    retention_days,
    limits: { ...defaultLimits, ...given<TenantLimits>(limits ?? {}) },
  };
}
