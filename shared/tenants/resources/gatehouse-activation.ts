import type { Tenant } from '#shared/schema/tenant.ts';
import { completeTenant } from '#shared/tenants/new-tenant.ts';
import { provisioningAudit } from '#shared/tenants/provisioning/audit-of.ts';
import { removeObject } from '#shared/tenants/provisioning/remove-object.ts';
import {
  differences,
  gone,
  type Resource,
  type ResourceContext,
} from '#shared/tenants/provisioning/resource.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

const KEY = 'activation';

const objectOf = ({ tenantId }: ResourceContext): string => `tenant ${tenantId} in service`;

/** The tenant goes into service once everything that its events need stands. */
export const gatehouseActivation: Resource = {
  name: 'gatehouse-activation',
  title: 'Customer in service',
  system: 'gatehouse',
  needs: ['gatehouse-index', 'gatehouse-source', 'gatehouse-rules'],
  applies: () => true,

  async plan(context) {
    const tenant = await context.core.tenants.get(context.tenantId);
    const action = tenant?.status === 'active' ? 'adopt' : 'create';
    return [{ object: objectOf(context), call: 'update tenant', action, reason: null }];
  },

  async ensure(context) {
    const { core, ledger, setup, tenantId } = context;
    const tenant = await core.tenants.get(tenantId);
    if (tenant === null) throw new VendorError('gatehouse', 'not_found', `The tenant ${tenantId} is gone`);
    if (tenant.status === 'provisioning') {
      if (ledger.row(KEY) === undefined) await ledger.intend(KEY);
      const { policy } = await core.search.inspectTenant(tenantId);
      const by: Tenant['retention_by'] = policy === null ? 'retention-job' : 'ism';
      const after = completeTenant(
        tenant,
        { ...setup, customer_code: tenantId, limits: tenant.limits },
        by,
        context.now(),
      );
      const audit = provisioningAudit(
        context,
        'activateTenant',
        `tenant/${tenantId}`,
        { status: tenant.status },
        { status: after.status },
      );
      await core.tenants.update(tenantId, after, audit);
    }
    await ledger.found(KEY, tenantId);
  },

  async verify(context) {
    const tenant = await context.core.tenants.get(context.tenantId);
    return tenant === null
      ? [gone(objectOf(context))]
      : differences(objectOf(context), { status: 'active' }, tenant);
  },

  // The tenant's own resource takes it out of service; a tenant that was in service before stays so.
  remove: (context) =>
    removeObject(context, {
      key: KEY,
      object: objectOf(context),
      gatehouse: true,
      findId: async () => null,
      drop: async () => {},
    }),
};
