import { armObjects } from '#shared/tenants/provisioning/arm-objects.ts';
import { armVersions, azureOf, groupPath } from '#shared/tenants/provisioning/azure-paths.ts';
import { isGreenfieldSentinel } from '#shared/tenants/provisioning/sentinel-applies.ts';

export const azureResourceGroup = armObjects({
  name: 'azure-resource-group',
  title: 'Azure resource group',
  needs: ['gatehouse-tenant'],
  applies: isGreenfieldSentinel,
  items({ setup, tenantId }) {
    const azure = azureOf(setup);
    return [
      {
        key: 'group',
        object: `resource group ${azure.resource_group}`,
        path: groupPath(azure),
        version: armVersions.group,
        body: { location: azure.location, tags: { 'gatehouse-customer': tenantId } },
        compared: {},
      },
    ];
  },
});
