import { ensureObject } from '#shared/tenants/provisioning/ensure-object.ts';
import { searchBackendRole, searchUser, secretNames } from '#shared/tenants/provisioning/names.ts';
import { removeObject } from '#shared/tenants/provisioning/remove-object.ts';
import {
  differences,
  gone,
  type Resource,
  type ResourceContext,
} from '#shared/tenants/provisioning/resource.ts';

const KEY = 'user';

const objectOf = ({ tenantId }: ResourceContext): string => `internalusers/${searchUser(tenantId)}`;
const read = async (context: ResourceContext) =>
  (await context.apis.opensearch()).security('internalusers', searchUser(context.tenantId));

/** Kept before the user is made, so that a user whose making was cut off has the password that we know. */
async function passwordOf(context: ResourceContext): Promise<string> {
  const known = await context.secrets.get(context.tenantId, secretNames.searchPassword);
  if (known !== null) return known;
  // All four kinds of characters, as the strictest policy of the security plug-in asks for.
  const password = `Gh1-${context.newSecret()}`;
  await context.secrets.put(context.tenantId, secretNames.searchPassword, password);
  return password;
}

/** The read-only user with which Grafana reads this customer's indices. Its password is known to the secret store only. */
export const opensearchUser: Resource = {
  name: 'opensearch-user',
  title: 'Read-only search user of this customer',
  system: 'opensearch',
  needs: ['opensearch-role-mapping'],
  applies: (setup, systems) => setup.platforms.includes('open_source') && systems.opensearch !== null,

  async plan(context) {
    const base = { object: objectOf(context), call: `PUT /_plugins/_security/api/${objectOf(context)}` };
    if ((await read(context)) === null) return [{ ...base, action: 'create', reason: null }];
    const known = await context.secrets.get(context.tenantId, secretNames.searchPassword);
    if (known !== null) return [{ ...base, action: 'adopt', reason: null }];
    const reason = `The cluster has a user ${searchUser(context.tenantId)} whose password Gatehouse does not know. Delete or rename it.`;
    return [{ ...base, action: 'collision', reason }];
  },

  async ensure(context) {
    const search = await context.apis.opensearch();
    const password = await passwordOf(context);
    const name = searchUser(context.tenantId);
    const body = { password, backend_roles: [searchBackendRole(context.tenantId)] };
    const found = await ensureObject(context, {
      key: KEY,
      find: () => read(context),
      create: () => search.putSecurity('internalusers', name, body),
      idOf: () => name,
    });
    const roles = JSON.stringify(found.backend_roles);
    if (roles !== JSON.stringify(body.backend_roles)) await search.putSecurity('internalusers', name, body);
  },

  async verify(context) {
    const found = await read(context);
    if (found === null) return [gone(objectOf(context))];
    return differences(objectOf(context), { backend_roles: [searchBackendRole(context.tenantId)] }, found);
  },

  async remove(context) {
    const kept = await removeObject(context, {
      key: KEY,
      object: objectOf(context),
      findId: async () => searchUser(context.tenantId),
      drop: async (id) => (await context.apis.opensearch()).deleteSecurity('internalusers', id),
    });
    if (context.ledger.row(KEY) === undefined)
      await context.secrets.remove(context.tenantId, secretNames.searchPassword);
    return kept;
  },
};
