import { ensureObject } from '#shared/tenants/provisioning/ensure-object.ts';
import { graylogPattern, searchTemplate } from '#shared/tenants/provisioning/names.ts';
import { removeObject } from '#shared/tenants/provisioning/remove-object.ts';
import {
  differences,
  gone,
  type Resource,
  type ResourceContext,
} from '#shared/tenants/provisioning/resource.ts';
import type { SearchObject } from '#shared/vendors/opensearch.ts';

const KEY = 'policy';

const objectOf = ({ tenantId }: ResourceContext): string => `lifecycle policy ${searchTemplate(tenantId)}`;

function wanted({ tenantId, setup }: ResourceContext): SearchObject {
  const age = `${setup.retention_days}d`;
  return {
    description: `Deletes the indices of ${tenantId} after ${setup.retention_days} days`,
    default_state: 'hot',
    states: [
      {
        name: 'hot',
        actions: [],
        transitions: [{ state_name: 'delete', conditions: { min_index_age: age } }],
      },
      { name: 'delete', actions: [{ delete: {} }], transitions: [] },
    ],
    ism_template: [{ index_patterns: [graylogPattern(tenantId)], priority: 100 }],
  };
}

const ageOf = (policy: SearchObject): unknown => {
  const states = policy.states as
    | { name?: string; transitions?: { conditions?: { min_index_age?: string } }[] }[]
    | undefined;
  return states?.find(({ name }) => name === 'hot')?.transitions?.[0]?.conditions?.min_index_age;
};

/** Only where no Graylog owns the indices: one owner of retention, not two. */
export const opensearchRetention: Resource = {
  name: 'opensearch-retention',
  title: 'Retention of the customer’s indices',
  system: 'opensearch',
  needs: ['opensearch-template'],
  applies: (setup, systems) =>
    setup.platforms.includes('open_source') && systems.opensearch !== null && systems.graylog === null,

  async plan(context) {
    const name = searchTemplate(context.tenantId);
    const found = await (await context.apis.opensearch()).policy(name);
    const action = found === null ? 'create' : 'adopt';
    return [{ object: objectOf(context), call: `PUT /_plugins/_ism/policies/${name}`, action, reason: null }];
  },

  async ensure(context) {
    const name = searchTemplate(context.tenantId);
    const search = await context.apis.opensearch();
    const found = await ensureObject(context, {
      key: KEY,
      find: () => search.policy(name),
      create: () => search.putPolicy(name, wanted(context), null),
      idOf: () => name,
    });
    if (compare(context, found.policy).length === 0) return;
    await context.ledger.change(KEY, name, found.policy);
    await search.putPolicy(name, wanted(context), found);
  },

  async verify(context) {
    const found = await (await context.apis.opensearch()).policy(searchTemplate(context.tenantId));
    return found === null ? [gone(objectOf(context))] : compare(context, found.policy);
  },

  remove: (context) =>
    removeObject(context, {
      key: KEY,
      object: objectOf(context),
      findId: async () => searchTemplate(context.tenantId),
      drop: async (id) => (await context.apis.opensearch()).deletePolicy(id),
      async restore(id, before) {
        const search = await context.apis.opensearch();
        await search.putPolicy(id, before as SearchObject, await search.policy(id));
      },
    }),
};

function compare(context: ResourceContext, policy: SearchObject) {
  return differences(
    objectOf(context),
    { min_index_age: ageOf(wanted(context)) },
    { min_index_age: ageOf(policy) },
  );
}
