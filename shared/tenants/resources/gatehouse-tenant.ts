import { DomainError } from '#shared/errors.ts';
import type { Tenant } from '#shared/schema/tenant.ts';
import { takeStep } from '#shared/tenants/life-cycle.ts';
import { newTenant, refuseForeignResidency, refuseReservedCode } from '#shared/tenants/new-tenant.ts';
import { provisioningAudit } from '#shared/tenants/provisioning/audit-of.ts';
import { removeObject } from '#shared/tenants/provisioning/remove-object.ts';
import {
  differences,
  gone,
  type Resource,
  type ResourceContext,
} from '#shared/tenants/provisioning/resource.ts';

const KEY = 'tenant';

const objectOf = ({ tenantId }: ResourceContext): string => `tenant ${tenantId}`;

/** In service, or on the way there. */
const living: readonly Tenant['status'][] = ['provisioning', 'active', 'suspended'];

async function update(
  context: ResourceContext,
  before: Tenant,
  after: Tenant,
  action: string,
): Promise<void> {
  const target = `tenant/${context.tenantId}`;
  const audit = provisioningAudit(
    context,
    action,
    target,
    { status: before.status },
    { status: after.status },
  );
  await context.core.tenants.update(context.tenantId, after, audit);
}

/** Someone else's request, or our own first try, may have made it in the meantime. */
async function create(context: ResourceContext): Promise<void> {
  const { setup, tenantId, core } = context;
  refuseReservedCode(tenantId);
  refuseForeignResidency(setup.data_residency, core.cell);
  const tenant = newTenant({ ...setup, customer_code: tenantId }, context.now());
  const audit = provisioningAudit(context, 'createTenant', `tenant/${tenantId}`, null, {
    status: tenant.status,
  });
  await core.tenants.create(tenantId, tenant, audit);
}

/** A tenant whose onboarding was undone is taken up again; one that was purged is gone for good. */
async function reopen(context: ResourceContext, tenant: Tenant): Promise<void> {
  const at = context.now().toISOString();
  const after: Tenant = {
    ...tenant,
    status: 'provisioning',
    deleted_at: null,
    updated_at: at,
    version: tenant.version + 1,
  };
  await update(context, tenant, after, 'reopenTenant');
}

export const gatehouseTenant: Resource = {
  name: 'gatehouse-tenant',
  title: 'Customer and code',
  system: 'gatehouse',
  needs: [],
  applies: () => true,

  async plan(context) {
    const { core, tenantId } = context;
    const base = { object: objectOf(context), call: 'create tenant' };
    const found = await core.tenants.get(tenantId);
    if (found !== null) {
      const usable = living.includes(found.status) || found.status === 'deleted';
      const reason = usable
        ? null
        : `The tenant ${tenantId} was purged, and a code is never used twice. Choose another.`;
      return [{ ...base, action: usable ? 'adopt' : 'collision', reason }];
    }
    const refusal = await core.tenants.refusalOf(tenantId);
    return [{ ...base, action: refusal === null ? 'create' : 'collision', reason: refusal?.message ?? null }];
  },

  async ensure(context) {
    const { core, tenantId, ledger } = context;
    const found = await core.tenants.get(tenantId);
    if (found === null) {
      await ledger.intend(KEY);
      await create(context);
    } else if (found.status === 'deleted') {
      // Undone before: it becomes ours again to undo.
      await ledger.intend(KEY);
      await reopen(context, found);
    } else if (!living.includes(found.status)) {
      throw new DomainError(
        'conflict',
        `The tenant ${tenantId} is ${found.status}. Choose another customer code.`,
      );
    }
    await ledger.found(KEY, tenantId);
  },

  async verify(context) {
    const found = await context.core.tenants.get(context.tenantId);
    if (found === null) return [gone(objectOf(context))];
    return living.includes(found.status)
      ? []
      : differences(objectOf(context), { status: 'active' }, { status: found.status });
  },

  async remove(context) {
    const { core, tenantId } = context;
    let deleted = false;
    const kept = await removeObject(context, {
      key: KEY,
      object: objectOf(context),
      gatehouse: true,
      findId: async () => tenantId,
      async drop() {
        const tenant = await core.tenants.get(tenantId);
        if (tenant === null || !living.includes(tenant.status)) return;
        const after = takeStep(tenant, 'delete', context.now());
        if (after !== null) await update(context, tenant, after, 'deleteTenant');
        deleted = true;
      },
    });
    if (!deleted) return kept;
    const reason =
      'The customer code stays taken for ever, since old archives, tickets and tokens carry it; what the tenant stored stays until it is purged.';
    return [...kept, { object: objectOf(context), reason, needsOperator: false }];
  },
};
