import { ensureObject } from '#shared/tenants/provisioning/ensure-object.ts';
import { removeObject } from '#shared/tenants/provisioning/remove-object.ts';
import {
  differences,
  gone,
  type Planned,
  type Resource,
  type ResourceContext,
} from '#shared/tenants/provisioning/resource.ts';
import type { SearchObject, SecurityKind } from '#shared/vendors/opensearch.ts';

type SecurityObject = Pick<Resource, 'name' | 'title' | 'needs'> & {
  kind: SecurityKind;
  nameOf(context: ResourceContext): string;
  wanted(context: ResourceContext): SearchObject;
};

/** A resource that is one named object of the search cluster's security plug-in, put as a whole and compared by field. */
export function securityObject({ kind, nameOf, wanted, ...own }: SecurityObject): Resource {
  const objectOf = (context: ResourceContext): string => `${kind}/${nameOf(context)}`;
  const read = async (context: ResourceContext) =>
    (await context.apis.opensearch()).security(kind, nameOf(context));
  const compare = (context: ResourceContext, found: SearchObject) =>
    differences(objectOf(context), wanted(context), found);
  return {
    ...own,
    system: 'opensearch',
    applies: (setup, systems) => setup.platforms.includes('open_source') && systems.opensearch !== null,

    async plan(context): Promise<Planned[]> {
      const found = await read(context);
      const call = `PUT /_plugins/_security/api/${objectOf(context)}`;
      return [{ object: objectOf(context), call, action: found === null ? 'create' : 'adopt', reason: null }];
    },

    async ensure(context) {
      const search = await context.apis.opensearch();
      const put = () => search.putSecurity(kind, nameOf(context), wanted(context));
      const find = () => read(context);
      const found = await ensureObject(context, {
        key: kind,
        find,
        create: put,
        idOf: () => nameOf(context),
      });
      const different = compare(context, found);
      if (different.length === 0) return;
      const before = Object.fromEntries(different.map(({ field }) => [field, found[field]]));
      await context.ledger.change(kind, nameOf(context), { ...wanted(context), ...before });
      await put();
    },

    async verify(context) {
      const found = await read(context);
      return found === null ? [gone(objectOf(context))] : compare(context, found);
    },

    remove: (context) =>
      removeObject(context, {
        key: kind,
        object: objectOf(context),
        findId: async () => nameOf(context),
        drop: async (id) => (await context.apis.opensearch()).deleteSecurity(kind, id),
        restore: async (id, before) =>
          (await context.apis.opensearch()).putSecurity(kind, id, before as SearchObject),
      }),
  };
}
