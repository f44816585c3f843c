import { z } from 'zod';
import { pathOf, type VendorHttp } from '#shared/vendors/http.ts';

const policySchema = z.object({
  id: z.string(),
  name: z.string(),
  settings: z.array(z.unknown()).default([]),
});
export type IntunePolicy = z.infer<typeof policySchema>;

export type NewIntunePolicy = { name: string; templateId: string; settings: readonly unknown[] };

/** Microsoft Graph: alerts (v1.0), and Intune's endpoint security policies, which exist in the beta only. */
export type GraphApi = {
  /** Proves licence and consent. */
  alerts(): Promise<void>;
  /** Names are not unique: find first, then create. */
  policies(templateId: string, name: string): Promise<IntunePolicy[]>;
  createPolicy(policy: NewIntunePolicy): Promise<IntunePolicy>;
  deletePolicy(id: string): Promise<void>;
  /** Replaces whom the policy is for; the same again changes nothing. */
  assignPolicy(id: string, groupId: string): Promise<void>;
  /** The definition ids of a template's settings, read at run time since Microsoft changes them. */
  settingsOf(templateId: string): Promise<string[]>;
};

const BETA = '/beta/deviceManagement';

export function makeGraphApi(http: VendorHttp): GraphApi {
  const policies = `${BETA}/configurationPolicies`;
  return {
    async alerts() {
      await http.call({
        method: 'GET',
        path: '/v1.0/security/alerts_v2',
        query: { $top: 1 },
        answer: z.object({ value: z.array(z.unknown()) }),
      });
    },
    async policies(templateId, name) {
      const quoted = (value: string) => `'${value.replaceAll("'", "''")}'`;
      const filter = `templateReference/TemplateId eq ${quoted(templateId)} and name eq ${quoted(name)}`;
      const answer = z.object({ value: z.array(policySchema) });
      return (await http.call({ method: 'GET', path: policies, query: { $filter: filter }, answer })).value;
    },
    createPolicy: ({ name, templateId, settings }) =>
      http.call({
        method: 'POST',
        path: policies,
        json: {
          name,
          description: 'Made by Gatehouse',
          platforms: 'windows10',
          technologies: 'mdm,microsoftSense',
          templateReference: { templateId },
          settings,
        },
        answer: policySchema,
      }),
    async deletePolicy(id) {
      await http.find({ method: 'DELETE', path: `${policies}${pathOf(id)}`, answer: z.unknown() });
    },
    async assignPolicy(id, groupId) {
      const target = { '@odata.type': '#microsoft.graph.groupAssignmentTarget', groupId };
      await http.call({
        method: 'POST',
        path: `${policies}${pathOf(id)}/assign`,
        json: { assignments: [{ target }] },
        answer: z.unknown(),
        repeatable: true,
      });
    },
    async settingsOf(templateId) {
      const setting = z.object({ settingInstanceTemplate: z.object({ settingDefinitionId: z.string() }) });
      const { value } = await http.call({
        method: 'GET',
        path: `${BETA}/configurationPolicyTemplates${pathOf(templateId)}/settingTemplates`,
        query: { $expand: 'settingDefinitions' },
        answer: z.object({ value: z.array(setting) }),
      });
      return value.map(({ settingInstanceTemplate }) => settingInstanceTemplate.settingDefinitionId);
    },
  };
}
