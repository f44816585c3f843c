import {
  customerLabel,
  withCustomerLabel,
  withoutCustomerLabel,
} from '#shared/tenants/provisioning/agent-conf.ts';
import { wazuhGroup, wazuhSystems } from '#shared/tenants/provisioning/names.ts';
import { removeObject } from '#shared/tenants/provisioning/remove-object.ts';
import {
  differences,
  gone,
  type Kept,
  type Resource,
  type ResourceContext,
} from '#shared/tenants/provisioning/resource.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

const namesOf = ({ tenantId }: ResourceContext): string[] =>
  wazuhSystems.map((os) => wazuhGroup(os, tenantId));
const keyOf = (name: string): string => `label/${name}`;
const objectOf = (name: string): string => `label of ${name}`;

/**
 * The label that makes an agent's events this customer's. Only our label is changed in a group's file; what an operator
 * wrote there stays. In a group of ours the file goes with the group.
 */
export const wazuhLabels: Resource = {
  name: 'wazuh-labels',
  title: 'Wazuh groups carry the customer’s label',
  system: 'wazuh',
  needs: ['wazuh-groups'],
  applies: (setup, systems) => setup.platforms.includes('open_source') && systems.wazuh !== null,

  async plan(context) {
    const wazuh = await context.apis.wazuh();
    return Promise.all(
      namesOf(context).map(async (name) => {
        const label = customerLabel((await wazuh.configuration(name)) ?? '');
        const base = { object: objectOf(name), call: 'PUT /groups/{id}/configuration' };
        if (label === null) return { ...base, action: 'create' as const, reason: null };
        if (label === context.tenantId) return { ...base, action: 'adopt' as const, reason: null };
        const reason = `The group's agents carry the label of the customer "${label}". Remove the label or the group.`;
        return { ...base, action: 'collision' as const, reason };
      }),
    );
  },

  async ensure(context) {
    const wazuh = await context.apis.wazuh();
    for (const name of namesOf(context)) {
      const before = await wazuh.configuration(name);
      if (before === null) throw new VendorError('wazuh', 'not_found', `The group ${name} is gone`);
      const wanted = withCustomerLabel(before, context.tenantId);
      if (wanted === before) {
        await context.ledger.found(keyOf(name), name);
        continue;
      }
      await context.ledger.change(keyOf(name), name, before);
      await wazuh.configure(name, wanted);
    }
  },

  async verify(context) {
    const wazuh = await context.apis.wazuh();
    const found = await Promise.all(
      namesOf(context).map(async (name) => {
        const xml = await wazuh.configuration(name);
        if (xml === null) return [gone(`group ${name}`)];
        return differences(objectOf(name), { customer: context.tenantId }, { customer: customerLabel(xml) });
      }),
    );
    return found.flat();
  },

  async remove(context) {
    const wazuh = await context.apis.wazuh();
    const kept: Kept[] = [];
    for (const name of namesOf(context)) {
      // The file of a group that is ours goes with the group.
      if (context.ledger.provenanceOf('wazuh-groups', `group/${name}`) === 'created') {
        await context.ledger.forget(keyOf(name));
        continue;
      }
      const removed = await removeObject(context, {
        key: keyOf(name),
        object: objectOf(name),
        findId: async () => null,
        drop: async () => {},
        async restore(id, before) {
          const now = await wazuh.configuration(id);
          if (now === null || typeof before !== 'string') return;
          const wanted = restored(now, before, context.tenantId);
          if (wanted !== now) await wazuh.configure(id, wanted);
        },
      });
      kept.push(...removed);
    }
    return kept;
  },
};

/** Somebody who edited the file since then keeps the edits: only our label is ours to take back. */
function restored(now: string, before: string, code: string): string {
  if (now !== withCustomerLabel(before, code)) return withoutCustomerLabel(now, code);
  return before.trim() === '' ? '<agent_config>\n</agent_config>\n' : before;
}
