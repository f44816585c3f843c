import type { TenantId } from '#shared/ids.ts';
import { reasonOf } from '#shared/tenants/provisioning/reason.ts';
import type { VendorApis } from '#shared/tenants/provisioning/vendor-apis.ts';
import { defenderAsr } from '#shared/tenants/resources/defender-asr.ts';
import { defenderEdr } from '#shared/tenants/resources/defender-edr.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

export const capabilityStates = [
  'enabled',
  'verified',
  'not_configured',
  'needs_consent',
  'needs_licence',
  'portal_only',
  'unknown',
] as const;
export type CapabilityState = (typeof capabilityStates)[number];

/** What Defender can do for the customer, and how it really stands. */
export type Capability = {
  id: 'endpoint' | 'alerts' | 'edr' | 'asr' | 'automated_investigation';
  title: string;
  state: CapabilityState;
  /** What was seen, or what to do. */
  detail: string;
  /** Where in Microsoft's portal it is done; null where the API does it. */
  link: string | null;
};

type Apis = Pick<VendorApis, 'graph' | 'defender'>;
type Own = Pick<Capability, 'id' | 'title'>;

const consent = (permission: string): string =>
  `An administrator has to consent to ${permission} for the app registration (Entra ID, App registrations, API permissions).`;

/** Asks Microsoft about each; nothing is assumed from a tick in a form. */
export async function defenderCapabilities(tenantId: TenantId, apis: Apis): Promise<Capability[]> {
  const endpoint = await probed(
    { id: 'endpoint', title: 'Microsoft Defender for Endpoint (formerly ATP)' },
    'Machine.Read.All',
    async () => {
      const { defender, token } = await apis.defender();
      return { roles: (await token.claims()).roles, ask: () => defender.machines() };
    },
  );
  const graph = async () => {
    const { graph: api, token } = await apis.graph();
    return { api, roles: (await token.claims()).roles };
  };
  const alerts = await probed(
    { id: 'alerts', title: 'Alerts connection' },
    'SecurityAlert.Read.All',
    async () => {
      const { api, roles } = await graph();
      return { roles, ask: () => api.alerts() };
    },
  );
  const policies = [
    { own: { id: 'edr', title: 'EDR onboarding of devices' }, ...policyOf(defenderEdr.name, tenantId) },
    {
      own: { id: 'asr', title: 'Attack surface reduction, in audit' },
      ...policyOf(defenderAsr.name, tenantId),
    },
  ] as const;
  const configured = await Promise.all(
    policies.map(({ own, templateId, name }) =>
      probed(own, 'DeviceManagementConfiguration.ReadWrite.All', async () => {
        const { api, roles } = await graph();
        return { roles, ask: async () => (await api.policies(templateId, name)).length > 0 };
      }),
    ),
  );
  return [endpoint, alerts, ...configured, automatedInvestigation];
}

const policyOf = (step: string, tenantId: TenantId) =>
  step === defenderEdr.name
    ? { templateId: '0385b795-0f2f-44ac-8602-9f65bf6adede_1', name: `soc-${tenantId}-edr` }
    : { templateId: 'e8c053d6-9f95-42b1-a7f1-ebfd71c67a4b_1', name: `soc-${tenantId}-asr` };

/** No API sets how far automated investigation may go: Microsoft keeps it in the portal. */
const automatedInvestigation: Capability = {
  id: 'automated_investigation',
  title: 'Automated investigation',
  state: 'portal_only',
  detail:
    'In the Defender portal, under Settings, Endpoints, Advanced features, switch “Automated Investigation” on; under Device groups set the remediation level to “Full”.',
  link: 'https://security.microsoft.com/securitysettings/endpoints/integration',
};

type Probe = { roles: readonly string[]; ask(): Promise<unknown> };

/** `ask` answers false where there is nothing of it yet, true where it is configured, and nothing for a mere probe. */
async function probed(own: Own, permission: string, prepare: () => Promise<Probe>): Promise<Capability> {
  const as = (state: CapabilityState, detail: string): Capability => ({ ...own, state, detail, link: null });
  try {
    const { roles, ask } = await prepare();
    if (!roles.includes(permission)) return as('needs_consent', consent(permission));
    const seen = await ask();
    if (seen === false) return as('not_configured', 'Licence and consent are there; the policy is not yet.');
    if (seen === true) return as('enabled', 'The policy is in Intune.');
    return as('verified', 'Microsoft answers with the app registration’s rights.');
  } catch (error) {
    if (error instanceof VendorError && /licen[cs]e/i.test(error.body)) {
      return as('needs_licence', 'The customer’s directory lacks the licence.');
    }
    if (error instanceof VendorError && error.fault === 'forbidden') {
      return as('needs_consent', consent(permission));
    }
    return as('unknown', reasonOf(error));
  }
}
