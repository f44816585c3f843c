import { finding, type Prerequisite, versionFinding } from '#shared/tenants/provisioning/prerequisite.ts';

export const opensearchPrerequisite: Prerequisite = {
  system: 'opensearch',
  async check({ apis }) {
    const search = await apis.opensearch();
    const version = await search.version();
    const rights = await search.mayAdminister();
    return [
      finding('opensearch', 'reachable', true, 'The search cluster answers and takes the password.', ''),
      versionFinding('opensearch', version, [2, 3]),
      finding(
        'opensearch',
        'rights',
        rights,
        rights ? 'Roles and users can be made.' : 'The account may not make roles and users.',
        'Turn fine-grained access control on and map the account to all_access or security_manager.',
      ),
    ];
  },
};
