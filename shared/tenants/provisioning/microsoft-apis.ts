import { once } from '#shared/once.ts';
import { secretNames } from '#shared/tenants/provisioning/names.ts';
import { type VendorParts, vendorHttp } from '#shared/tenants/provisioning/vendor-apis.ts';
import { type ArmApi, makeArmApi } from '#shared/vendors/arm.ts';
import { type DefenderApi, makeDefenderApi } from '#shared/vendors/defender.ts';
import { type GraphApi, makeGraphApi } from '#shared/vendors/graph.ts';
import { type LogsIngestionApi, makeLogsIngestionApi } from '#shared/vendors/logs-ingestion.ts';
import {
  type MicrosoftApp,
  type MicrosoftToken,
  makeMicrosoftToken,
  microsoftScopes,
} from '#shared/vendors/microsoft-token.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

type WithToken<T> = T & { token: MicrosoftToken };

/** Microsoft's APIs, each with a token of the customer's own app registration. */
export type MicrosoftApis = {
  azure(): Promise<WithToken<{ arm: ArmApi }>>;
  graph(): Promise<WithToken<{ graph: GraphApi }>>;
  defender(): Promise<WithToken<{ defender: DefenderApi }>>;
  /** `endpoint` is the collection rule's own address. */
  logsIngestion(endpoint: string): Promise<LogsIngestionApi>;
};

export function makeMicrosoftApis(parts: VendorParts): MicrosoftApis {
  const { microsoft } = parts.systems;

  async function application(vendor: 'azure' | 'defender'): Promise<MicrosoftApp> {
    const own = vendor === 'defender' ? parts.defenderApp : null;
    const app = own ?? parts.azure;
    if (app === null) {
      throw new VendorError(vendor, 'refused', 'The app registration of the customer’s Azure is not given.');
    }
    const names =
      own === null ? [secretNames.azureClient] : [secretNames.defenderClient, secretNames.azureClient];
    for (const name of names) {
      const clientSecret = await parts.secrets.get(parts.tenantId, name);
      if (clientSecret === null) continue;
      return { azureTenantId: app.azure_tenant_id, clientId: app.client_id, clientSecret };
    }
    const why = 'The secret of the app registration is not given. Enter it in the wizard.';
    throw new VendorError(vendor, 'unauthenticated', why);
  }

  async function signedIn(vendor: 'azure' | 'defender', baseUrl: string, scope: string) {
    const app = await application(vendor);
    const secrets = [app.clientSecret];
    const login = vendorHttp(parts, { vendor, baseUrl: microsoft.login, authorization: null, secrets });
    const token = makeMicrosoftToken(login, app, scope, parts.calls.now);
    return { token, http: vendorHttp(parts, { vendor, baseUrl, authorization: token, secrets }) };
  }

  return {
    azure: once(async () => {
      const baseUrl = microsoft.management;
      const { token, http } = await signedIn('azure', baseUrl, microsoftScopes.management);
      return { token, arm: makeArmApi(http, { wait: parts.calls.wait, baseUrl }) };
    }),
    graph: once(async () => {
      const { token, http } = await signedIn('defender', microsoft.graph, microsoftScopes.graph);
      return { token, graph: makeGraphApi(http) };
    }),
    defender: once(async () => {
      const { token, http } = await signedIn('defender', microsoft.defender, microsoftScopes.defender);
      return { token, defender: makeDefenderApi(http) };
    }),
    async logsIngestion(endpoint) {
      const base = microsoft.ingestion ?? endpoint;
      const { http } = await signedIn('azure', base, microsoftScopes.monitor);
      return makeLogsIngestionApi(http);
    },
  };
}
