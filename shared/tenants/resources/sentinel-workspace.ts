import { armObjects } from '#shared/tenants/provisioning/arm-objects.ts';
import { armVersions, azureOf, workspacePath } from '#shared/tenants/provisioning/azure-paths.ts';
import { isGreenfieldSentinel } from '#shared/tenants/provisioning/sentinel-applies.ts';

/** Log Analytics keeps between 30 and 730 days (workspaces API); longer belongs to Gatehouse's own archive. */
const retentionOf = (days: number): number => Math.min(730, Math.max(30, days));

export const sentinelWorkspace = armObjects({
  name: 'sentinel-workspace',
  title: 'Log Analytics workspace',
  needs: ['azure-resource-group'],
  applies: isGreenfieldSentinel,
  items({ setup }) {
    const azure = azureOf(setup);
    const retentionInDays = retentionOf(setup.retention_days);
    return [
      {
        key: 'workspace',
        object: `workspace ${azure.workspace_name}`,
        path: workspacePath(azure),
        version: armVersions.workspace,
        body: { location: azure.location, properties: { sku: { name: 'PerGB2018' }, retentionInDays } },
        compared: { retentionInDays },
        // Else the name stays taken for 14 days.
        removal: { force: 'true' },
      },
    ];
  },
});
