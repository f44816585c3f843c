import { z } from 'zod';
import type { ForwardTarget } from '#shared/schema/forwarding.ts';
import {
  armVersions,
  azureOf,
  collectionRulePath,
  STREAM,
} from '#shared/tenants/provisioning/azure-paths.ts';
import { ensureObject } from '#shared/tenants/provisioning/ensure-object.ts';
import { NeedsOperator } from '#shared/tenants/provisioning/needs-operator.ts';
import { removeObject } from '#shared/tenants/provisioning/remove-object.ts';
import {
  differences,
  gone,
  type Planned,
  type Resource,
  type ResourceContext,
} from '#shared/tenants/provisioning/resource.ts';
import { usesSentinel } from '#shared/tenants/provisioning/sentinel-applies.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

const KEY = 'target';
const OBJECT = 'sending of events to Sentinel';

/** What Azure adds to a rule of kind Direct. */
const ruleSchema = z.object({
  immutableId: z.string().min(1),
  endpoints: z.object({ logsIngestion: z.url() }),
});

/** Where the events go, as the rule itself says; null without the rule. */
async function targetOf({ setup, tenantId, apis }: ResourceContext): Promise<ForwardTarget | null> {
  const azure = azureOf(setup);
  const { arm } = await apis.azure();
  const rule = await arm.get(collectionRulePath(azure, tenantId), armVersions.collectionRule);
  if (rule === null) return null;
  const parsed = ruleSchema.safeParse(rule.properties);
  if (!parsed.success) {
    const why =
      'The data collection rule has no address for logs: it is not of kind Direct. Remove it, then retry.';
    throw new VendorError('azure', 'unreadable', why);
  }
  const { immutableId, endpoints } = parsed.data;
  return {
    endpoint: endpoints.logsIngestion,
    immutable_id: immutableId,
    stream: STREAM,
    azure_tenant_id: azure.azure_tenant_id,
    client_id: azure.client_id,
  };
}

const storedTarget = async ({ core, tenantId }: ResourceContext): Promise<ForwardTarget | null> =>
  (await core.forwarding.get(tenantId))?.target ?? null;

/** From here on the customer's events and alerts are sent on: the target is kept, which `functions/forward-*` read. */
export const sentinelForwarding: Resource = {
  name: 'sentinel-forwarding',
  title: 'Sending of events',
  system: 'gatehouse',
  needs: ['sentinel-collection-role'],
  applies: usesSentinel,

  async plan(context): Promise<Planned[]> {
    const action = (await storedTarget(context)) === null ? 'create' : 'adopt';
    return [{ object: OBJECT, call: `keep target ${context.tenantId}`, action, reason: null }];
  },

  async ensure(context) {
    const { ledger, core, tenantId, now } = context;
    const role = ledger.provenanceOf('sentinel-collection-role', 'role');
    if (role === null || role === 'intended') {
      throw new NeedsOperator(
        'The right to send events is not given yet. Give it as said there, then retry.',
      );
    }
    const target = await targetOf(context);
    if (target === null) throw new VendorError('azure', 'not_found', 'The data collection rule is gone.');
    const put = () => core.forwarding.putTarget(tenantId, target, now());
    const found = await ensureObject(context, {
      key: KEY,
      find: () => storedTarget(context),
      create: async () => {
        await put();
        return target;
      },
      idOf: ({ immutable_id }) => immutable_id,
    });
    if (differences(OBJECT, target, found).length > 0) await put();
  },

  async verify(context) {
    const [stored, target] = await Promise.all([storedTarget(context), targetOf(context)]);
    if (stored === null) return [gone(OBJECT)];
    return target === null ? [gone('data collection rule')] : differences(OBJECT, target, stored);
  },

  remove(context) {
    const { core, tenantId } = context;
    return removeObject(context, {
      key: KEY,
      object: OBJECT,
      gatehouse: true,
      findId: async () => (await storedTarget(context))?.immutable_id ?? null,
      drop: () => core.forwarding.remove(tenantId),
    });
  },
};
