import { rulesetDataSchema } from '#shared/detect/rule.ts';
import { provisioningAudit } from '#shared/tenants/provisioning/audit-of.ts';
import { differences, type Resource, type ResourceContext } from '#shared/tenants/provisioning/resource.ts';

const KEY = 'rules';
const OBJECT = 'detection rules';

/** Ids of the rules that raise alerts, and those of them that this tenant has switched off. */
async function read({ core, tenantId }: ResourceContext): Promise<{ all: string[]; off: Set<string> }> {
  const { detections, correlations } = rulesetDataSchema.parse(core.rules.all());
  const all = [...detections, ...correlations].filter(({ alerts }) => alerts).map(({ info }) => info.id);
  return { all, off: await core.content.rulesOff(tenantId) };
}

const allOff = ({ all, off }: { all: string[]; off: Set<string> }): boolean =>
  all.length > 0 && all.every((id) => off.has(id));

/**
 * Events of a tenant without any rule on are kept and never looked at. Every rule is on from the start; one that somebody
 * switched off later stays off, since that was a decision.
 */
export const gatehouseRules: Resource = {
  name: 'gatehouse-rules',
  title: 'Detection rules on',
  system: 'gatehouse',
  needs: ['gatehouse-tenant'],
  shared: true,
  applies: () => true,

  async plan(context) {
    const action = allOff(await read(context)) ? 'create' : 'adopt';
    return [{ object: OBJECT, call: 'switch rules on', action, reason: null }];
  },

  async ensure(context) {
    const { core, ledger, tenantId } = context;
    const rules = await read(context);
    if (allOff(rules)) {
      for (const id of rules.all) {
        const audit = provisioningAudit(
          context,
          'switchRule',
          `rule/${id}`,
          { enabled: false },
          { enabled: true },
        );
        await core.content.switchRule(tenantId, id, true, audit);
      }
    }
    await ledger.found(KEY, tenantId);
  },

  verify: async (context) => differences(OBJECT, { on: true }, { on: !allOff(await read(context)) }),

  // The rules are everybody's; what the tenant switched goes with the tenant.
  async remove({ ledger }) {
    await ledger.forget(KEY);
    return [];
  },
};
