import { finding, type Prerequisite, versionFinding } from '#shared/tenants/provisioning/prerequisite.ts';

/** A pipeline that every stream is connected to must be there: it belongs to the operator, not to a customer. */
export const graylogPrerequisite: Prerequisite = {
  system: 'graylog',
  async check({ apis, systems }) {
    const graylog = await apis.graylog();
    const version = await graylog.version();
    const title = systems.graylog?.pipeline ?? '';
    const pipelines = await graylog.pipelines();
    const found = pipelines.some((one) => one.title === title);
    return [
      finding('graylog', 'reachable', true, 'Graylog answers and takes the token.', ''),
      versionFinding('graylog', version, [6, 7]),
      finding(
        'graylog',
        'setting',
        found,
        found ? `The pipeline "${title}" is there.` : `Graylog has no pipeline "${title}".`,
        'Create the pipeline in Graylog, or name the right one in infra/config.ts.',
      ),
    ];
  },
};
