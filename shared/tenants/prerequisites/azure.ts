import type { Finding } from '#shared/schema/onboarding.ts';
import {
  armVersions,
  azureOf,
  groupPath,
  sentinelPath,
  workspacePath,
} from '#shared/tenants/provisioning/azure-paths.ts';
import { finding, type Prerequisite } from '#shared/tenants/provisioning/prerequisite.ts';

/** The app registration signs in; on path A the workspace is there, onboarded, and the one that was named. */
export const azurePrerequisite: Prerequisite = {
  system: 'azure',
  async check({ apis, setup }) {
    const azure = azureOf(setup);
    const { arm } = await apis.azure();
    const group = await arm.get(groupPath(azure), armVersions.group);
    const signedIn = finding('azure', 'reachable', true, 'The app registration signs in to Azure.', '');
    if (!setup.existing_soc) return [signedIn];
    const workspace = group === null ? null : await arm.get(workspacePath(azure), armVersions.workspace);
    if (workspace === null) {
      const what =
        group === null ? `resource group ${azure.resource_group}` : `workspace ${azure.workspace_name}`;
      const fix = 'Check subscription, resource group and workspace name, or choose the greenfield path.';
      return [signedIn, finding('azure', 'setting', false, `There is no ${what}.`, fix)];
    }
    const states = await arm.list(`${sentinelPath(azure)}/onboardingStates`, armVersions.sentinel);
    const onboarded = (states ?? []).length > 0;
    return [
      signedIn,
      finding(
        'azure',
        'setting',
        onboarded,
        onboarded ? 'Sentinel is on in the workspace.' : 'Sentinel is not on in the workspace.',
        'Switch Microsoft Sentinel on for this workspace, or choose the greenfield path.',
      ),
      ...sameWorkspace(setup.sentinel_workspace_id, workspace.properties.customerId),
    ];
  },
};

/** What people call the workspace id is its `customerId`. */
function sameWorkspace(named: string | null, actual: unknown): Finding[] {
  if (named === null) return [];
  const ok = String(actual).toLowerCase() === named.toLowerCase();
  const detail = ok
    ? 'The workspace id is that of the workspace.'
    : `The workspace id ${named} is not that of the workspace, which is ${String(actual)}.`;
  return [finding('azure', 'name', ok, detail, 'Correct the workspace id or the workspace’s name.')];
}
