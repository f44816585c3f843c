import { finding, type Prerequisite, versionFinding } from '#shared/tenants/provisioning/prerequisite.ts';

export const wazuhPrerequisite: Prerequisite = {
  system: 'wazuh',
  async check({ apis }) {
    const wazuh = await apis.wazuh();
    const version = await wazuh.version();
    await wazuh.groups(['default']);
    return [
      finding('wazuh', 'reachable', true, 'The Wazuh manager answers and takes the password.', ''),
      versionFinding('wazuh', version.replace(/^v/, ''), [4, 5]),
    ];
  },
};
