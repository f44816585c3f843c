import { armObjects } from '#shared/tenants/provisioning/arm-objects.ts';
import {
  armVersions,
  azureOf,
  collectionRulePath,
  STREAM,
  workspacePath,
} from '#shared/tenants/provisioning/azure-paths.ts';
import { usesSentinel } from '#shared/tenants/provisioning/sentinel-applies.ts';
import { socEventColumns } from '#shared/tenants/sentinel/soc-events.ts';

export const sentinelCollectionRule = armObjects({
  name: 'sentinel-collection-rule',
  title: 'Data collection rule',
  needs: ['sentinel-table'],
  applies: usesSentinel,
  items({ setup, tenantId }) {
    const azure = azureOf(setup);
    const columns = socEventColumns.map(({ name, stream: type }) => ({ name, type }));
    const dataFlows = [
      { streams: [STREAM], destinations: ['workspace'], transformKql: 'source', outputStream: STREAM },
    ];
    return [
      {
        key: 'rule',
        object: `data collection rule gatehouse-${tenantId}`,
        path: collectionRulePath(azure, tenantId),
        version: armVersions.collectionRule,
        body: {
          location: azure.location,
          kind: 'Direct',
          properties: {
            streamDeclarations: { [STREAM]: { columns } },
            destinations: {
              logAnalytics: [{ workspaceResourceId: workspacePath(azure), name: 'workspace' }],
            },
            dataFlows,
          },
        },
        compared: { dataFlows, streamDeclarations: { [STREAM]: { columns } } },
      },
    ];
  },
});
