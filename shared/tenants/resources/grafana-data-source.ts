import { ensureObject } from '#shared/tenants/provisioning/ensure-object.ts';
import {
  GRAFANA_DATA_SOURCE,
  GRAFANA_PLUGIN,
  graylogPattern,
  searchUser,
  secretNames,
} from '#shared/tenants/provisioning/names.ts';
import { removeObject } from '#shared/tenants/provisioning/remove-object.ts';
import {
  differences,
  gone,
  type Resource,
  type ResourceContext,
} from '#shared/tenants/provisioning/resource.ts';
import { knownOrganisation, organisationOf } from '#shared/tenants/resources/grafana-organisation.ts';
import type { GrafanaObject } from '#shared/vendors/grafana.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

const KEY = 'data-source';
const OBJECT = `data source ${GRAFANA_DATA_SOURCE}`;

async function wanted(context: ResourceContext): Promise<GrafanaObject> {
  const search = await context.apis.opensearch();
  return {
    name: 'Events',
    uid: GRAFANA_DATA_SOURCE,
    type: GRAFANA_PLUGIN,
    access: 'proxy',
    url: context.systems.grafana?.search_url ?? '',
    basicAuth: true,
    basicAuthUser: searchUser(context.tenantId),
    isDefault: true,
    jsonData: {
      database: graylogPattern(context.tenantId),
      timeField: 'timestamp',
      version: await search.version(),
      flavor: 'opensearch',
      maxConcurrentShardRequests: 5,
      pplEnabled: true,
      logMessageField: 'rule_description',
      logLevelField: 'syslog_level',
    },
  };
}

async function withPassword(context: ResourceContext): Promise<GrafanaObject> {
  const password = await context.secrets.get(context.tenantId, secretNames.searchPassword);
  if (password === null) {
    throw new VendorError(
      'grafana',
      'not_found',
      'The password of the customer’s search user is not in the secret store',
    );
  }
  return { ...(await wanted(context)), secureJsonData: { basicAuthPassword: password } };
}

async function read(context: ResourceContext): Promise<GrafanaObject | null> {
  return (await context.apis.grafana()).dataSource(organisationOf(context), GRAFANA_DATA_SOURCE);
}

/** The customer's indices, read with the customer's own credential. */
export const grafanaDataSource: Resource = {
  name: 'grafana-data-source',
  title: 'Grafana data source on the customer’s indices',
  system: 'grafana',
  needs: ['grafana-organisation', 'opensearch-user'],
  applies: (setup, systems) =>
    setup.platforms.includes('open_source') && systems.grafana !== null && systems.opensearch !== null,

  async plan(context) {
    const org = knownOrganisation(context);
    const found =
      org === null ? null : await (await context.apis.grafana()).dataSource(org, GRAFANA_DATA_SOURCE);
    const action = found === null ? 'create' : 'adopt';
    return [{ object: OBJECT, call: 'POST /datasources', action, reason: null }];
  },

  async ensure(context) {
    const grafana = await context.apis.grafana();
    const org = organisationOf(context);
    const found = await ensureObject(context, {
      key: KEY,
      find: () => read(context),
      create: async () => grafana.createDataSource(org, await withPassword(context)),
      idOf: () => GRAFANA_DATA_SOURCE,
    });
    if (compare(await wanted(context), found).length === 0) return;
    await context.ledger.change(KEY, GRAFANA_DATA_SOURCE, found);
    await grafana.updateDataSource(org, GRAFANA_DATA_SOURCE, await withPassword(context));
  },

  async verify(context) {
    const found = await read(context);
    if (found === null) return [gone(OBJECT)];
    const different = compare(await wanted(context), found);
    if (different.length > 0) return different;
    const status = await (await context.apis.grafana()).dataSourceHealth(
      organisationOf(context),
      GRAFANA_DATA_SOURCE,
    );
    return differences(OBJECT, { health: 'OK' }, { health: status });
  },

  remove: (context) =>
    removeObject(context, {
      key: KEY,
      object: OBJECT,
      findId: async () => GRAFANA_DATA_SOURCE,
      async drop(id) {
        const org = knownOrganisation(context);
        if (org !== null) await (await context.apis.grafana()).deleteDataSource(org, id);
      },
    }),
};

function compare(expected: GrafanaObject, found: GrafanaObject) {
  const { jsonData, ...flat } = expected;
  const expectedData = jsonData as Record<string, unknown>;
  const foundData = (found.jsonData ?? {}) as Record<string, unknown>;
  return [...differences(OBJECT, flat, found), ...differences(`${OBJECT} settings`, expectedData, foundData)];
}
