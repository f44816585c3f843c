import type { Difference } from '#shared/schema/onboarding.ts';
import { ensureObject } from '#shared/tenants/provisioning/ensure-object.ts';
import { NeedsOperator } from '#shared/tenants/provisioning/needs-operator.ts';
import { removeObject } from '#shared/tenants/provisioning/remove-object.ts';
import {
  differences,
  gone,
  type Kept,
  type Planned,
  type Resource,
  type ResourceContext,
} from '#shared/tenants/provisioning/resource.ts';
import type { ArmResource } from '#shared/vendors/arm.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

/** One object of Azure's, put as a whole. */
export type ArmItem = {
  /** The row in the ledger. */
  key: string;
  path: string;
  version: string;
  /** What is put when it is ours to make. */
  body: Readonly<Record<string, unknown>>;
  /** Fields of its `properties` that must be read back as they were put. */
  compared: Readonly<Record<string, unknown>>;
  /** For people. */
  object: string;
  /** Given with the DELETE. */
  removal?: Readonly<Record<string, string>>;
};

type ArmObjects = Pick<Resource, 'name' | 'title' | 'needs' | 'applies'> & {
  items(context: ResourceContext): Promise<readonly ArmItem[]> | readonly ArmItem[];
  /** Where Azure refuses it for want of a right, the run goes on and this says what a person has to do. */
  withoutRight?: string;
  /** An object by another name that serves the same end, which is then adopted. */
  alike?(context: ResourceContext, item: ArmItem): Promise<ArmResource | null>;
};

/** A resource that is some objects of Azure Resource Manager. What was there before is adopted as it is. */
export function armObjects({ items, withoutRight, alike, ...own }: ArmObjects): Resource {
  const find = async (context: ResourceContext, item: ArmItem): Promise<ArmResource | null> => {
    const { arm } = await context.apis.azure();
    return (await arm.get(item.path, item.version)) ?? (await alike?.(context, item)) ?? null;
  };
  const isOurs = (context: ResourceContext, { key }: ArmItem): boolean =>
    context.ledger.row(key)?.provenance === 'created';

  async function ensureItem(context: ResourceContext, item: ArmItem): Promise<void> {
    const { arm } = await context.apis.azure();
    const put = () => arm.put(item.path, item.version, item.body);
    const found = await ensureObject(context, {
      key: item.key,
      find: () => find(context, item),
      create: put,
      idOf: ({ id }) => id,
    });
    if (!isOurs(context, item) || compare(item, found).length === 0) return;
    const etag = found.etag === undefined ? {} : { etag: found.etag };
    await arm.put(item.path, item.version, { ...etag, ...item.body });
  }

  return {
    ...own,
    system: 'azure',

    async plan(context): Promise<Planned[]> {
      const planned: Planned[] = [];
      for (const item of await items(context)) {
        const found = await find(context, item).catch((error: unknown) => {
          if (isForbidden(error) && withoutRight !== undefined) return null;
          throw error;
        });
        const action = found === null ? 'create' : 'adopt';
        planned.push({ object: item.object, call: `PUT ${item.path}`, action, reason: null });
      }
      return planned;
    },

    async ensure(context) {
      for (const item of await items(context)) {
        try {
          await ensureItem(context, item);
        } catch (error) {
          if (withoutRight !== undefined && isForbidden(error)) throw new NeedsOperator(withoutRight);
          throw error;
        }
      }
    },

    async verify(context): Promise<Difference[]> {
      const found: Difference[] = [];
      for (const item of await items(context)) {
        const actual = await find(context, item);
        if (actual === null) found.push(gone(item.object));
        else if (isOurs(context, item)) found.push(...compare(item, actual));
      }
      return found;
    },

    async remove(context): Promise<Kept[]> {
      const kept: Kept[] = [];
      for (const item of [...(await items(context))].reverse()) {
        const { arm } = await context.apis.azure();
        const drop = (id: string) => arm.remove(id, item.version, item.removal);
        const findId = async () => (await arm.get(item.path, item.version))?.id ?? null;
        kept.push(...(await removeObject(context, { key: item.key, object: item.object, findId, drop })));
      }
      return kept;
    },
  };
}

const compare = ({ object, compared }: ArmItem, { properties }: ArmResource): Difference[] =>
  differences(object, compared, properties);

export const isForbidden = (error: unknown): boolean =>
  error instanceof VendorError && error.fault === 'forbidden';
