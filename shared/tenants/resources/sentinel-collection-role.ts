import { armObjects } from '#shared/tenants/provisioning/arm-objects.ts';
import {
  armVersions,
  azureOf,
  azureUuid,
  collectionRulePath,
} from '#shared/tenants/provisioning/azure-paths.ts';
import { usesSentinel } from '#shared/tenants/provisioning/sentinel-applies.ts';

/** Monitoring Metrics Publisher (Azure built-in roles): may send to the rule and nothing else. */
const PUBLISHER = '3913510d-42f4-4e42-8a64-420c390055eb';
const PROVIDER = '/providers/Microsoft.Authorization';

export const sentinelCollectionRole = armObjects({
  name: 'sentinel-collection-role',
  title: 'Right to send events to the rule',
  needs: ['sentinel-collection-rule'],
  applies: usesSentinel,
  withoutRight:
    'The app registration may not assign roles. Let an owner of the resource group give it “Monitoring Metrics Publisher” on the data collection rule, then retry.',
  async items({ setup, tenantId, apis }) {
    const azure = azureOf(setup);
    const rule = collectionRulePath(azure, tenantId);
    const { token } = await apis.azure();
    const { principalId } = await token.claims();
    const properties = {
      roleDefinitionId: `/subscriptions/${azure.subscription_id}${PROVIDER}/roleDefinitions/${PUBLISHER}`,
      principalId,
      principalType: 'ServicePrincipal',
    };
    return [
      {
        key: 'role',
        object: 'role Monitoring Metrics Publisher on the rule',
        path: `${rule}${PROVIDER}/roleAssignments/${azureUuid(tenantId, `publisher ${principalId}`)}`,
        version: armVersions.roleAssignment,
        body: { properties },
        compared: { principalId },
      },
    ];
  },
  // Azure refuses a second assignment of the same role to the same application, whatever its name.
  async alike({ setup, tenantId, apis }, item) {
    const { arm } = await apis.azure();
    const rule = collectionRulePath(azureOf(setup), tenantId);
    const all = await arm.list(`${rule}${PROVIDER}/roleAssignments`, item.version);
    const { principalId } = item.compared;
    const isSame = ({ properties }: { properties: Record<string, unknown> }) =>
      properties.principalId === principalId && String(properties.roleDefinitionId).endsWith(PUBLISHER);
    return all?.find(isSame) ?? null;
  },
});
