import type { Difference } from '#shared/schema/onboarding.ts';
import { ensureObject } from '#shared/tenants/provisioning/ensure-object.ts';
import { graylogPrefix } from '#shared/tenants/provisioning/names.ts';
import { removeObject } from '#shared/tenants/provisioning/remove-object.ts';
import {
  differences,
  gone,
  type Resource,
  type ResourceContext,
} from '#shared/tenants/provisioning/resource.ts';
import type { GraylogIndexSet, NewGraylogIndexSet } from '#shared/vendors/graylog.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

const KEY = 'index-set';

function wanted({ tenantId, setup }: ResourceContext): NewGraylogIndexSet {
  return {
    title: `Wazuh ${tenantId}`,
    description: `Endpoint events of ${tenantId}, made by Gatehouse`,
    prefix: graylogPrefix(tenantId),
    shards: setup.shards,
    replicas: setup.replicas,
    retentionDays: setup.retention_days,
  };
}

const objectOf = ({ tenantId }: ResourceContext): string => `index set ${graylogPrefix(tenantId)}`;

async function find(context: ResourceContext): Promise<GraylogIndexSet | null> {
  const graylog = await context.apis.graylog();
  const prefix = graylogPrefix(context.tenantId);
  return (await graylog.indexSets()).find((one) => one.index_prefix === prefix) ?? null;
}

/** Graylog refuses a prefix that begins with another or is its beginning. */
const overlaps = (one: string, other: string): boolean => one.startsWith(other) || other.startsWith(one);

export const graylogIndexSet: Resource = {
  name: 'graylog-index-set',
  title: 'Graylog index set',
  system: 'graylog',
  needs: ['gatehouse-tenant'],
  applies: (setup, systems) => setup.platforms.includes('open_source') && systems.graylog !== null,

  async plan(context) {
    const prefix = graylogPrefix(context.tenantId);
    const sets = await (await context.apis.graylog()).indexSets();
    const call = 'POST /system/indices/index_sets';
    const object = objectOf(context);
    if (sets.some((one) => one.index_prefix === prefix))
      return [{ object, call, action: 'adopt', reason: null }];
    const other = sets.find((one) => overlaps(one.index_prefix, prefix));
    if (other === undefined) return [{ object, call, action: 'create', reason: null }];
    const reason =
      `Graylog's index set "${other.title}" has the prefix "${other.index_prefix}", and Graylog refuses "${prefix}" ` +
      'beside it, since one begins with the other. Choose another customer code, or re-create that index set under another prefix.';
    return [{ object, call, action: 'collision', reason }];
  },

  async ensure(context) {
    const graylog = await context.apis.graylog();
    const found = await ensureObject(context, {
      key: KEY,
      find: () => find(context),
      create: () => graylog.createIndexSet(wanted(context)),
      idOf: ({ id }) => id,
    });
    const ours = context.ledger.row(KEY)?.provenance === 'created';
    if (ours && compare(context, found).length > 0) await graylog.updateIndexSet(found.id, wanted(context));
  },

  async verify(context) {
    const found = await find(context);
    return found === null ? [gone(objectOf(context))] : compare(context, found);
  },

  remove: (context) =>
    removeObject(context, {
      key: KEY,
      object: objectOf(context),
      findId: async () => (await find(context))?.id ?? null,
      async drop(id) {
        const graylog = await context.apis.graylog();
        // 404 means both "gone" and "a stream still writes to it".
        if ((await graylog.deleteIndexSet(id)) || (await graylog.indexSet(id)) === null) return;
        const why = 'Graylog did not delete the index set: a stream still writes to it.';
        throw new VendorError('graylog', 'conflict', why);
      },
    }),
};

/** Of an index set that was there before, only what our stream depends on. */
function compare(context: ResourceContext, found: GraylogIndexSet): Difference[] {
  const { shards, replicas, retentionDays } = wanted(context);
  const ours = context.ledger.row(KEY)?.provenance === 'created';
  const own = { shards, replicas, retention_days: retentionDays };
  const actual = { ...found, retention_days: found.retention_strategy?.max_number_of_indices };
  return differences(objectOf(context), { writable: true, ...(ours ? own : {}) }, actual);
}
