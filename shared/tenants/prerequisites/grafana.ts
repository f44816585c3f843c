import { GRAFANA_PLUGIN } from '#shared/tenants/provisioning/names.ts';
import { finding, type Prerequisite, versionFinding } from '#shared/tenants/provisioning/prerequisite.ts';

export const grafanaPrerequisite: Prerequisite = {
  system: 'grafana',
  async check({ apis }) {
    const grafana = await apis.grafana();
    const version = await grafana.version();
    const [admin, plugin] = await Promise.all([grafana.isServerAdmin(), grafana.hasPlugin(GRAFANA_PLUGIN)]);
    return [
      finding('grafana', 'reachable', true, 'Grafana answers and takes the password.', ''),
      versionFinding('grafana', version, [11, 13]),
      finding(
        'grafana',
        'rights',
        admin,
        admin
          ? 'The account is a server admin.'
          : 'The account is no server admin and can’t make organisations.',
        'Give the account the server admin flag; a service account’s token can’t do it.',
      ),
      finding(
        'grafana',
        'plugin',
        plugin,
        plugin ? 'The OpenSearch data source is installed.' : 'The OpenSearch data source is not installed.',
        `Install the plug-in ${GRAFANA_PLUGIN} on the Grafana server.`,
      ),
    ];
  },
};
