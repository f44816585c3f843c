import type { Setup } from '#shared/schema/onboarding.ts';
import type { Systems } from '#shared/schema/systems.ts';
import type { Resource } from '#shared/tenants/provisioning/resource.ts';
import { azureResourceGroup } from '#shared/tenants/resources/azure-resource-group.ts';
import { defenderAsr } from '#shared/tenants/resources/defender-asr.ts';
import { defenderEdr } from '#shared/tenants/resources/defender-edr.ts';
import { gatehouseActivation } from '#shared/tenants/resources/gatehouse-activation.ts';
import { gatehouseIndex } from '#shared/tenants/resources/gatehouse-index.ts';
import { gatehouseRetention } from '#shared/tenants/resources/gatehouse-retention.ts';
import { gatehouseRules } from '#shared/tenants/resources/gatehouse-rules.ts';
import { gatehouseSource } from '#shared/tenants/resources/gatehouse-source.ts';
import { gatehouseTenant } from '#shared/tenants/resources/gatehouse-tenant.ts';
import { grafanaDashboards } from '#shared/tenants/resources/grafana-dashboards.ts';
import { grafanaDataSource } from '#shared/tenants/resources/grafana-data-source.ts';
import { grafanaFolder } from '#shared/tenants/resources/grafana-folder.ts';
import { grafanaOrganisationResource } from '#shared/tenants/resources/grafana-organisation.ts';
import { graylogIndexSet } from '#shared/tenants/resources/graylog-index-set.ts';
import { graylogPipelineConnection } from '#shared/tenants/resources/graylog-pipeline-connection.ts';
import { graylogStream } from '#shared/tenants/resources/graylog-stream.ts';
import { graylogStreamStart } from '#shared/tenants/resources/graylog-stream-start.ts';
import { opensearchRetention } from '#shared/tenants/resources/opensearch-retention.ts';
import { opensearchRole } from '#shared/tenants/resources/opensearch-role.ts';
import { opensearchRoleMapping } from '#shared/tenants/resources/opensearch-role-mapping.ts';
import { opensearchTemplate } from '#shared/tenants/resources/opensearch-template.ts';
import { opensearchUser } from '#shared/tenants/resources/opensearch-user.ts';
import { sentinelCollectionRole } from '#shared/tenants/resources/sentinel-collection-role.ts';
import { sentinelCollectionRule } from '#shared/tenants/resources/sentinel-collection-rule.ts';
import { sentinelConnectors } from '#shared/tenants/resources/sentinel-connectors.ts';
import { sentinelForwarding } from '#shared/tenants/resources/sentinel-forwarding.ts';
import { sentinelImport } from '#shared/tenants/resources/sentinel-import.ts';
import { sentinelOnboarding } from '#shared/tenants/resources/sentinel-onboarding.ts';
import { sentinelRules } from '#shared/tenants/resources/sentinel-rules.ts';
import { sentinelTable } from '#shared/tenants/resources/sentinel-table.ts';
import { sentinelUeba } from '#shared/tenants/resources/sentinel-ueba.ts';
import { sentinelWorkbooks } from '#shared/tenants/resources/sentinel-workbooks.ts';
import { sentinelWorkspace } from '#shared/tenants/resources/sentinel-workspace.ts';
import { wazuhGroups } from '#shared/tenants/resources/wazuh-groups.ts';
import { wazuhLabels } from '#shared/tenants/resources/wazuh-labels.ts';

/**
 * The family: one file in `resources/` each, compared by a test. The order is the one in which they are shown; what may
 * run when follows from `needs`.
 */
export const resources: readonly Resource[] = [
  gatehouseTenant,
  gatehouseIndex,
  gatehouseRetention,
  gatehouseSource,
  gatehouseRules,
  gatehouseActivation,
  graylogIndexSet,
  graylogStream,
  graylogPipelineConnection,
  graylogStreamStart,
  wazuhGroups,
  wazuhLabels,
  opensearchTemplate,
  opensearchRetention,
  opensearchRole,
  opensearchRoleMapping,
  opensearchUser,
  grafanaOrganisationResource,
  grafanaDataSource,
  grafanaFolder,
  grafanaDashboards,
  azureResourceGroup,
  sentinelWorkspace,
  sentinelOnboarding,
  sentinelTable,
  sentinelCollectionRule,
  sentinelCollectionRole,
  sentinelForwarding,
  sentinelConnectors,
  sentinelRules,
  sentinelWorkbooks,
  sentinelUeba,
  sentinelImport,
  defenderEdr,
  defenderAsr,
];

/** The resources of one onboarding. */
export function resourcesFor(
  setup: Setup,
  systems: Systems,
  family: readonly Resource[] = resources,
): Resource[] {
  return family.filter((resource) => resource.applies(setup, systems));
}
