import { z } from 'zod';
import { grafanaStandin } from './grafana.ts';
import { graylogStandin } from './graylog.ts';
import { opensearchStandin } from './opensearch.ts';
import type { Standins } from './server.ts';
import { wazuhStandin } from './wazuh.ts';

const password = z.strictObject({ username: z.string().min(1), password: z.string().min(1) });

/** What the stand-ins take: whoever starts them chooses it and tells the product's secret store the same. */
export const standinCredentialsSchema = z.strictObject({
  graylog: z.strictObject({ token: z.string().min(1) }),
  wazuh: password,
  opensearch: password,
  grafana: password,
});
export type StandinCredentials = z.infer<typeof standinCredentialsSchema>;

/** Every stand-in with its prefix. */
export function allStandins(credentials: StandinCredentials): Standins {
  return {
    '/graylog/api': { vendor: 'graylog', standin: graylogStandin(credentials.graylog) },
    '/wazuh': { vendor: 'wazuh', standin: wazuhStandin(credentials.wazuh) },
    '/opensearch': { vendor: 'opensearch', standin: opensearchStandin(credentials.opensearch) },
    '/grafana/api': { vendor: 'grafana', standin: grafanaStandin(credentials.grafana) },
  };
}
