import { armObjects } from '#shared/tenants/provisioning/arm-objects.ts';
import { armVersions, azureOf, TABLE, tablePath } from '#shared/tenants/provisioning/azure-paths.ts';
import { usesSentinel } from '#shared/tenants/provisioning/sentinel-applies.ts';
import { socEventColumns } from '#shared/tenants/sentinel/soc-events.ts';

/** Where Gatehouse's events go: the successor of what workspace id and shared key once filled. */
export const sentinelTable = armObjects({
  name: 'sentinel-table',
  title: 'Table for Gatehouse’s events',
  needs: ['gatehouse-tenant', 'sentinel-onboarding'],
  applies: usesSentinel,
  items({ setup }) {
    const columns = socEventColumns.map(({ name, table: type }) => ({ name, type }));
    return [
      {
        key: 'table',
        object: `table ${TABLE}`,
        path: tablePath(azureOf(setup)),
        version: armVersions.table,
        body: { properties: { schema: { name: TABLE, columns } } },
        compared: { schema: { name: TABLE, columns } },
      },
    ];
  },
});
