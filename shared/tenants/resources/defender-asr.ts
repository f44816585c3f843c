import { intunePolicy } from '#shared/tenants/provisioning/intune-policy.ts';

/** Rules by the last part of their setting's name, all of them in audit at first: blocking is the customer's decision. */
const rules = [
  'blockexecutionofpotentiallyobfuscatedscripts',
  'blockwin32apicallsfromofficemacros',
  'blockallofficeapplicationsfromcreatingchildprocesses',
  'blockcredentialstealingfromwindowslocalsecurityauthoritysubsystem',
  'blockprocesscreationsfrompsexecandwmicommands',
  'useadvancedprotectionagainstransomware',
] as const;

export const defenderAsr = intunePolicy({
  name: 'defender-asr',
  title: 'Defender attack surface reduction rules, in audit',
  templateId: 'e8c053d6-9f95-42b1-a7f1-ebfd71c67a4b_1',
  nameOf: ({ tenantId }) => `soc-${tenantId}-asr`,
  settings: (definitions) =>
    definitions
      .filter((name) => name.endsWith('_attacksurfacereductionrules'))
      .map((definition) => ({
        '@odata.type': '#microsoft.graph.deviceManagementConfigurationSetting',
        settingInstance: {
          '@odata.type': '#microsoft.graph.deviceManagementConfigurationGroupSettingCollectionInstance',
          settingDefinitionId: definition,
          groupSettingCollectionValue: [
            {
              children: rules.map((rule) => ({
                '@odata.type': '#microsoft.graph.deviceManagementConfigurationChoiceSettingInstance',
                settingDefinitionId: `${definition}_${rule}`,
                choiceSettingValue: { value: `${definition}_${rule}_audit`, children: [] },
              })),
            },
          ],
        },
      })),
});
