import { removeObject } from '#shared/tenants/provisioning/remove-object.ts';
import { differences, type Resource, type ResourceContext } from '#shared/tenants/provisioning/resource.ts';

/** Its row in the journal. */
export const INDEX_KEY = 'index';

const objectOf = ({ tenantId }: ResourceContext): string => `search index of ${tenantId}`;

const complete = { alert_template: true, case_template: true, alert_alias: true, case_index: true } as const;

const missing = async (context: ResourceContext) =>
  differences(objectOf(context), complete, await context.core.search.inspectTenant(context.tenantId));

/** Template, alias and indices in which people search this tenant's alerts and cases. */
export const gatehouseIndex: Resource = {
  name: 'gatehouse-index',
  title: 'Search index of alerts and cases',
  system: 'gatehouse',
  needs: ['gatehouse-tenant'],
  applies: () => true,

  async plan(context) {
    const action = (await missing(context)).length === 0 ? 'adopt' : 'create';
    return [{ object: objectOf(context), call: 'put index templates and indices', action, reason: null }];
  },

  async ensure(context) {
    const { ledger, core, tenantId, setup } = context;
    if ((await missing(context)).length > 0) {
      if (ledger.row(INDEX_KEY) === undefined) await ledger.intend(INDEX_KEY);
      await core.search.ensureTenant(tenantId, setup.retention_days);
    }
    await ledger.found(INDEX_KEY, tenantId);
  },

  verify: missing,

  remove: (context) =>
    removeObject(context, {
      key: INDEX_KEY,
      object: objectOf(context),
      gatehouse: true,
      findId: async () => context.tenantId,
      drop: () => context.core.search.removeTenant(context.tenantId),
    }),
};
