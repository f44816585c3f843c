import type { TenantId } from '#shared/ids.ts';

/**
 * Names in other people's systems, all made from the customer code. A code holds no `_`, so every prefix ends with one:
 * the wildcard pattern of one customer can't match another's indices, whatever codes exist.
 */
export const graylogPrefix = (code: TenantId): string => `wazuh-${code}_`;
/** Graylog numbers its indices `<prefix>_<n>`. */
export const graylogPattern = (code: TenantId): string => `${graylogPrefix(code)}_*`;

export const wazuhSystems = ['Windows', 'Linux', 'macOS'] as const;
export type WazuhSystem = (typeof wazuhSystems)[number];
export const wazuhGroup = (os: WazuhSystem, code: TenantId): string => `${os}-${code}`;

export const searchTemplate = (code: TenantId): string => `wazuh-${code}_`;
export const searchRole = (code: TenantId): string => `${code}_reader`;
export const searchUser = (code: TenantId): string => `${code}_ro`;
export const searchBackendRole = (code: TenantId): string => `tenant-${code}`;

/** Organisations are found by name; the code makes it one nobody else has. */
export const grafanaOrganisation = (code: TenantId): string => `gatehouse-${code}`;
export const GRAFANA_DATA_SOURCE = 'events';
export const GRAFANA_FOLDER = 'edr';
export const GRAFANA_PLUGIN = 'grafana-opensearch-datasource';

/** The tenant's secrets, by the names that the secret store knows them under. */
export const secretNames = {
  searchPassword: 'opensearch-reader',
  ingestToken: 'ingest-token',
  azureClient: 'azure-client',
  defenderClient: 'defender-client',
  sentinelSharedKey: 'sentinel-shared-key',
} as const;
