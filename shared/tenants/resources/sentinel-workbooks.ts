import { armObjects } from '#shared/tenants/provisioning/arm-objects.ts';
import {
  armVersions,
  azureOf,
  workbookPath,
  workspacePath,
} from '#shared/tenants/provisioning/azure-paths.ts';
import { usesSentinel } from '#shared/tenants/provisioning/sentinel-applies.ts';
import { workbookTemplate } from '#shared/tenants/sentinel/workbook-template.ts';
import { workbooks } from '#shared/tenants/workbooks.ts';

export const sentinelWorkbooks = armObjects({
  name: 'sentinel-workbooks',
  title: 'Sentinel workbooks',
  needs: ['sentinel-onboarding', 'sentinel-table'],
  applies: (setup) => usesSentinel(setup) && setup.workbooks.length > 0,
  items({ setup, tenantId }) {
    const azure = azureOf(setup);
    const sourceId = workspacePath(azure);
    return workbooks
      .filter(({ id }) => setup.workbooks.includes(id))
      .map((workbook) => {
        const serializedData = JSON.stringify(workbookTemplate(workbook, sourceId));
        const shown = { displayName: workbook.title, category: 'sentinel', serializedData };
        return {
          key: `workbook/${workbook.id}`,
          object: `workbook ${workbook.title}`,
          path: workbookPath(azure, tenantId, workbook.id),
          version: armVersions.workbook,
          body: {
            location: azure.location,
            kind: 'shared',
            properties: { ...shown, sourceId, version: '1.0' },
          },
          compared: shown,
        };
      });
  },
});
