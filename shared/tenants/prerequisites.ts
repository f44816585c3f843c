import { azurePrerequisite } from '#shared/tenants/prerequisites/azure.ts';
import { grafanaPrerequisite } from '#shared/tenants/prerequisites/grafana.ts';
import { graylogPrerequisite } from '#shared/tenants/prerequisites/graylog.ts';
import { opensearchPrerequisite } from '#shared/tenants/prerequisites/opensearch.ts';
import { wazuhPrerequisite } from '#shared/tenants/prerequisites/wazuh.ts';
import type { Prerequisite } from '#shared/tenants/provisioning/prerequisite.ts';

/** The family: one file in `prerequisites/` for each system, compared by a test. */
export const prerequisites: readonly Prerequisite[] = [
  graylogPrerequisite,
  wazuhPrerequisite,
  opensearchPrerequisite,
  grafanaPrerequisite,
  azurePrerequisite,
];
