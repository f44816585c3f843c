import { removeObject } from '#shared/tenants/provisioning/remove-object.ts';
import {
  differences,
  gone,
  type Resource,
  type ResourceContext,
} from '#shared/tenants/provisioning/resource.ts';
import { INDEX_KEY } from '#shared/tenants/resources/gatehouse-index.ts';

const KEY = 'retention';

const objectOf = ({ tenantId }: ResourceContext): string => `retention of ${tenantId}`;

/** Deletes old data after the days that were agreed: the search cluster's lifecycle policy, or Gatehouse's daily job. */
export const gatehouseRetention: Resource = {
  name: 'gatehouse-retention',
  title: 'Retention of alerts and events',
  system: 'gatehouse',
  needs: ['gatehouse-index'],
  applies: () => true,

  async plan(context) {
    const { policy } = await context.core.search.inspectTenant(context.tenantId);
    const action = policy === false ? 'create' : 'adopt';
    return [{ object: objectOf(context), call: 'put lifecycle policy', action, reason: null }];
  },

  async ensure(context) {
    const { ledger, core, tenantId, setup } = context;
    const { policy } = await core.search.inspectTenant(tenantId);
    if (policy === false) {
      if (ledger.row(KEY) === undefined) await ledger.intend(KEY);
      await core.search.ensureTenant(tenantId, setup.retention_days);
    }
    await ledger.found(KEY, tenantId);
  },

  async verify(context) {
    const { core, tenantId, setup } = context;
    const [tenant, index] = await Promise.all([
      core.tenants.get(tenantId),
      core.search.inspectTenant(tenantId),
    ]);
    if (tenant === null) return [gone(`tenant ${tenantId}`)];
    const days = differences(objectOf(context), { retention_days: setup.retention_days }, tenant);
    const missing = index.policy === false || !index.alert_template;
    return missing ? [...days, gone(objectOf(context))] : days;
  },

  // The policy goes with the index, or stays with one that was there before.
  async remove(context) {
    const object = objectOf(context);
    const indexStays = context.ledger.provenanceOf('gatehouse-index', INDEX_KEY) === 'adopted';
    const kept = await removeObject(context, {
      key: KEY,
      object,
      gatehouse: true,
      findId: async () => null,
      drop: async () => {},
    });
    if (kept.length > 0 || context.removing === 'offboard' || !indexStays) return kept;
    return [{ object, reason: 'It stays with the search index.', needsOperator: false }];
  },
};
