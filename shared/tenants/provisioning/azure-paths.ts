import { type TenantId, uuidV5 } from '#shared/ids.ts';
import type { AzureConnection, Setup } from '#shared/schema/onboarding.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

/** Versions of Azure's APIs by what they are for; all stable but the two settings of UEBA, which no stable one has. */
export const armVersions = {
  group: '2021-04-01',
  workspace: '2025-07-01',
  table: '2025-07-01',
  sentinel: '2025-09-01',
  ueba: '2025-10-01-preview',
  workbook: '2023-06-01',
  collectionRule: '2024-03-11',
  roleAssignment: '2022-04-01',
} as const;

/** @throws VendorError where the onboarding has no Azure. */
export function azureOf(setup: Pick<Setup, 'azure'>): AzureConnection {
  if (setup.azure !== null) return setup.azure;
  throw new VendorError('azure', 'refused', 'The app registration and the workspace are not given.');
}

export const groupPath = ({ subscription_id, resource_group }: AzureConnection): string =>
  `/subscriptions/${subscription_id}/resourceGroups/${resource_group}`;

export const workspacePath = (azure: AzureConnection): string =>
  `${groupPath(azure)}/providers/Microsoft.OperationalInsights/workspaces/${azure.workspace_name}`;

export const sentinelPath = (azure: AzureConnection): string =>
  `${workspacePath(azure)}/providers/Microsoft.SecurityInsights`;

export const tablePath = (azure: AzureConnection): string => `${workspacePath(azure)}/tables/${TABLE}`;

/** The table that Gatehouse fills; Azure demands the suffix for custom tables. */
export const TABLE = 'SocEvents_CL';
export const STREAM = `Custom-${TABLE}`;

export const collectionRulePath = (azure: AzureConnection, code: TenantId): string =>
  `${groupPath(azure)}/providers/Microsoft.Insights/dataCollectionRules/gatehouse-${code}`;

/** Names that must be UUIDs follow from the customer and the thing, so that a repetition is an update. */
export const azureUuid = (code: TenantId, thing: string): string => uuidV5('azure', code, thing);

export const workbookPath = (azure: AzureConnection, code: TenantId, id: string): string =>
  `${groupPath(azure)}/providers/Microsoft.Insights/workbooks/${azureUuid(code, `workbook ${id}`)}`;
