import { ensureObject } from '#shared/tenants/provisioning/ensure-object.ts';
import { wazuhGroup, wazuhSystems } from '#shared/tenants/provisioning/names.ts';
import { removeObject } from '#shared/tenants/provisioning/remove-object.ts';
import {
  gone,
  type Kept,
  type Resource,
  type ResourceContext,
} from '#shared/tenants/provisioning/resource.ts';

const namesOf = ({ tenantId }: ResourceContext): string[] =>
  wazuhSystems.map((os) => wazuhGroup(os, tenantId));

/** One group for each operating system. Agents that enrol with a group that does not exist are rejected (5.x). */
export const wazuhGroups: Resource = {
  name: 'wazuh-groups',
  title: 'Wazuh groups for Windows, Linux and macOS',
  system: 'wazuh',
  needs: ['gatehouse-tenant'],
  applies: (setup, systems) => setup.platforms.includes('open_source') && systems.wazuh !== null,

  async plan(context) {
    const names = namesOf(context);
    const there = await (await context.apis.wazuh()).groups(names);
    return names.map((name) => ({
      object: `group ${name}`,
      call: 'POST /groups',
      action: there.includes(name) ? 'adopt' : 'create',
      reason: null,
    }));
  },

  async ensure(context) {
    const wazuh = await context.apis.wazuh();
    for (const name of namesOf(context)) {
      await ensureObject(context, {
        key: `group/${name}`,
        find: async () => (await wazuh.groups([name])).find((one) => one === name) ?? null,
        create: () => wazuh.createGroup(name),
        idOf: (found) => found,
      });
    }
  },

  async verify(context) {
    const names = namesOf(context);
    const there = await (await context.apis.wazuh()).groups(names);
    return names.filter((name) => !there.includes(name)).map((name) => gone(`group ${name}`));
  },

  async remove(context) {
    const kept: Kept[] = [];
    for (const name of namesOf(context)) {
      const removed = await removeObject(context, {
        key: `group/${name}`,
        object: `group ${name}`,
        findId: async () => name,
        drop: async (id) => (await context.apis.wazuh()).deleteGroup(id),
      });
      kept.push(...removed);
    }
    return kept;
  },
};
