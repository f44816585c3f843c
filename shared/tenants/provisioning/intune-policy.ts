import { ensureObject } from '#shared/tenants/provisioning/ensure-object.ts';
import { NeedsOperator } from '#shared/tenants/provisioning/needs-operator.ts';
import { removeObject } from '#shared/tenants/provisioning/remove-object.ts';
import { gone, type Resource, type ResourceContext } from '#shared/tenants/provisioning/resource.ts';
import type { GraphApi, IntunePolicy } from '#shared/vendors/graph.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

type PolicyResource = Pick<Resource, 'name' | 'title'> & {
  templateId: string;
  /** The policy's name, which says whose it is. */
  nameOf(context: ResourceContext): string;
  /** Its settings, by the definitions that the template has today. */
  settings(definitions: readonly string[]): readonly unknown[];
};

const KEY = 'policy';
const CONSENT =
  'An administrator has to consent to DeviceManagementConfiguration.ReadWrite.All for the app registration (Entra ID, App registrations, API permissions), then retry.';
const LICENCE = 'The customer’s directory has no Intune licence: these policies need one. Retry once it has.';

/** An endpoint security policy of Intune. Without consent or licence it waits for a person. */
export function intunePolicy({ templateId, nameOf, settings, ...own }: PolicyResource): Resource {
  const objectOf = (context: ResourceContext): string => `Intune policy ${nameOf(context)}`;

  async function find(context: ResourceContext, graph: GraphApi): Promise<IntunePolicy | null> {
    return (await graph.policies(templateId, nameOf(context)))[0] ?? null;
  }

  async function asked<T>(context: ResourceContext, work: (graph: GraphApi) => Promise<T>): Promise<T> {
    const { graph } = await context.apis.graph();
    try {
      return await work(graph);
    } catch (error) {
      if (error instanceof VendorError && error.fault === 'forbidden') throw new NeedsOperator(CONSENT);
      if (error instanceof VendorError && /licen[cs]e/i.test(error.body)) throw new NeedsOperator(LICENCE);
      throw error;
    }
  }

  return {
    ...own,
    system: 'defender',
    needs: ['gatehouse-tenant'],
    applies: (setup) => setup.defender && (setup.defender_app ?? setup.azure) !== null,

    async plan(context) {
      const call = 'POST /deviceManagement/configurationPolicies';
      const object = objectOf(context);
      const found = await asked(context, (graph) => find(context, graph)).catch((error: unknown) => {
        if (error instanceof NeedsOperator) return null;
        throw error;
      });
      return [{ object, call, action: found === null ? 'create' : 'adopt', reason: null }];
    },

    ensure: (context) =>
      asked(context, async (graph) => {
        const found = await ensureObject(context, {
          key: KEY,
          find: () => find(context, graph),
          create: async () =>
            graph.createPolicy({
              name: nameOf(context),
              templateId,
              settings: settings(await graph.settingsOf(templateId)),
            }),
          idOf: ({ id }) => id,
        });
        const pilot = context.setup.defender_pilot_group;
        const ours = context.ledger.row(KEY)?.provenance === 'created';
        if (ours && pilot !== null) await graph.assignPolicy(found.id, pilot);
      }),

    verify: (context) =>
      asked(context, async (graph) => {
        const found = await find(context, graph);
        return found === null ? [gone(objectOf(context))] : [];
      }),

    remove: (context) =>
      removeObject(context, {
        key: KEY,
        object: objectOf(context),
        findId: () => asked(context, async (graph) => (await find(context, graph))?.id ?? null),
        drop: (id) => asked(context, (graph) => graph.deletePolicy(id)),
      }),
  };
}

/** One choice of a setting, as the settings catalogue writes it. */
export const choice = (definition: string, value: string): Record<string, unknown> => ({
  '@odata.type': '#microsoft.graph.deviceManagementConfigurationSetting',
  settingInstance: {
    '@odata.type': '#microsoft.graph.deviceManagementConfigurationChoiceSettingInstance',
    settingDefinitionId: definition,
    choiceSettingValue: { value: `${definition}_${value}`, children: [] },
  },
});
