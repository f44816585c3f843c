import { z } from 'zod';
import { falconStandin } from './feeds/falcon.ts';
import { oktaStandin } from './feeds/okta.ts';
import { someActivity, someAlerts, someIndicators, someSignIns } from './feeds/rehearsal.ts';
import { taxiiStandin } from './feeds/taxii.ts';
import { grafanaStandin } from './grafana.ts';
import { graylogStandin } from './graylog.ts';
import { activityStandin } from './microsoft/activity.ts';
import { azureStandin } from './microsoft/azure.ts';
import { defenderStandin } from './microsoft/defender.ts';
import { graphStandin } from './microsoft/graph.ts';
import { ingestionStandin } from './microsoft/ingestion.ts';
import { loginStandin } from './microsoft/login.ts';
import { makeMicrosoftWorld } from './microsoft/world.ts';
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
  okta: z.strictObject({ token: z.string().min(1) }),
  taxii: password,
  falcon: z.strictObject({ client_id: z.string().regex(/^[0-9a-f]{32}$/), client_secret: z.string().min(1) }),
  /** The app registration that a customer would make. */
  microsoft: z.strictObject({
    azure_tenant_id: z.guid(),
    client_id: z.guid(),
    client_secret: z.string().min(1),
    subscription_id: z.guid(),
  }),
});
export type StandinCredentials = z.infer<typeof standinCredentialsSchema>;

/** Every stand-in with its prefix. */
export function allStandins(credentials: StandinCredentials): Standins {
  const microsoft = makeMicrosoftWorld(credentials.microsoft);
  return {
    '/graylog/api': { vendor: 'graylog', standin: graylogStandin(credentials.graylog) },
    '/wazuh': { vendor: 'wazuh', standin: wazuhStandin(credentials.wazuh) },
    '/opensearch': { vendor: 'opensearch', standin: opensearchStandin(credentials.opensearch) },
    '/grafana/api': { vendor: 'grafana', standin: grafanaStandin(credentials.grafana) },
    '/okta': { vendor: 'okta', standin: oktaStandin(credentials.okta, someSignIns(Date.now())) },
    '/falcon': {
      vendor: 'falcon',
      standin: falconStandin(credentials.falcon, Date.now, someAlerts(Date.now())),
    },
    '/taxii/root': {
      vendor: 'taxii',
      standin: taxiiStandin(credentials.taxii, someIndicators(Date.now())),
    },
    '/login': { vendor: 'login', standin: loginStandin(microsoft) },
    '/azure': { vendor: 'azure', standin: azureStandin(microsoft) },
    '/graph': { vendor: 'graph', standin: graphStandin(microsoft) },
    '/defender': { vendor: 'defender', standin: defenderStandin(microsoft) },
    '/m365': {
      vendor: 'activity',
      standin: activityStandin(
        microsoft,
        Date.now,
        someActivity(Date.now(), credentials.microsoft.azure_tenant_id),
      ),
    },
    '/logs-ingestion': { vendor: 'ingestion', standin: ingestionStandin(microsoft) },
  };
}
