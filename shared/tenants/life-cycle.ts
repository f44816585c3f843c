import { DomainError } from '#shared/errors.ts';
import type { Tenant, TenantStatus } from '#shared/schema/tenant.ts';

export type LifeCycleStep = 'suspend' | 'resume' | 'delete' | 'purge';

/** A deletion is soft until the purge: `resume` takes it back. */
const steps: Readonly<Record<LifeCycleStep, { from: readonly TenantStatus[]; to: TenantStatus }>> = {
  suspend: { from: ['active'], to: 'suspended' },
  resume: { from: ['suspended', 'deleted'], to: 'active' },
  delete: { from: ['provisioning', 'active', 'suspended'], to: 'deleted' },
  purge: { from: ['deleted'], to: 'purging' },
};

/**
 * The tenant after the step; null where it is there already, so that a repeated request does no harm.
 * @throws DomainError `conflict` where the tenant's status does not allow the step.
 */
export function takeStep(tenant: Tenant, step: LifeCycleStep, now: Date): Tenant | null {
  const { from, to } = steps[step];
  if (tenant.status === to) return null;
  if (!from.includes(tenant.status)) {
    throw new DomainError(
      'conflict',
      `A tenant that is ${tenant.status} can't take the step "${step}"; it must be ${from.join(' or ')}.`,
      { status: tenant.status, allowed_from: [...from] },
    );
  }
  const at = now.toISOString();
  const deletedAt = to === 'deleted' ? at : to === 'active' ? null : tenant.deleted_at;
  return { ...tenant, status: to, updated_at: at, deleted_at: deletedAt, version: tenant.version + 1 };
}
