import { armObjects } from '#shared/tenants/provisioning/arm-objects.ts';
import { armVersions, azureOf, azureUuid, sentinelPath } from '#shared/tenants/provisioning/azure-paths.ts';
import { isGreenfieldSentinel } from '#shared/tenants/provisioning/sentinel-applies.ts';

const enabled = { state: 'Enabled' };

/** Connectors that need nothing but a consent. CEF sources are no connector: they are an agent and a rule. */
const connectors = [
  { kind: 'AzureActiveDirectory', dataTypes: { alerts: enabled } },
  { kind: 'MicrosoftDefenderAdvancedThreatProtection', dataTypes: { alerts: enabled } },
  { kind: 'Office365', dataTypes: { exchange: enabled, sharePoint: enabled, teams: enabled } },
] as const;

export const sentinelConnectors = armObjects({
  name: 'sentinel-connectors',
  title: 'Sentinel data connectors',
  needs: ['sentinel-onboarding'],
  applies: isGreenfieldSentinel,
  withoutRight:
    'Microsoft asks for the consent of a Security Administrator. Let one switch these connectors on in Sentinel’s portal (Data connectors), or give the app registration that role, then retry.',
  items({ setup, tenantId }) {
    const azure = azureOf(setup);
    return connectors.map(({ kind, dataTypes }) => ({
      key: `connector/${kind}`,
      object: `data connector ${kind}`,
      path: `${sentinelPath(azure)}/dataConnectors/${azureUuid(tenantId, `connector ${kind}`)}`,
      version: armVersions.sentinel,
      body: { kind, properties: { tenantId: azure.azure_tenant_id, dataTypes } },
      compared: { dataTypes },
    }));
  },
  // A second connector of a kind for the same directory is refused.
  async alike({ setup, apis }, item) {
    const { arm } = await apis.azure();
    const azure = azureOf(setup);
    const all = await arm.list(`${sentinelPath(azure)}/dataConnectors`, item.version);
    return (
      all?.find(
        ({ kind, properties }) => kind === item.body.kind && properties.tenantId === azure.azure_tenant_id,
      ) ?? null
    );
  },
});
