import { z } from 'zod';
import { PLATFORM_TENANT, type TenantId } from '#shared/ids.ts';
import { once } from '#shared/once.ts';
import type { SecretStore } from '#shared/ports/secret-store.ts';
import type { AzureConnection, System } from '#shared/schema/onboarding.ts';
import type { Systems } from '#shared/schema/systems.ts';
import { type MicrosoftApis, makeMicrosoftApis } from '#shared/tenants/provisioning/microsoft-apis.ts';
import { basicAuthorization } from '#shared/vendors/basic-authorization.ts';
import { type GrafanaApi, makeGrafanaApi } from '#shared/vendors/grafana.ts';
import { type GraylogApi, makeGraylogApi } from '#shared/vendors/graylog.ts';
import { type Authorization, makeVendorHttp, type VendorHttp } from '#shared/vendors/http.ts';
import { makeOpenSearchApi, type OpenSearchApi } from '#shared/vendors/opensearch.ts';
import type { VendorCalls } from '#shared/vendors/vendor-calls.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';
import { makeWazuhApi, type WazuhApi, wazuhAuthorization } from '#shared/vendors/wazuh.ts';

/** Clients of the systems that a resource may work with, each made when it is first asked for. */
export type VendorApis = {
  graylog(): Promise<GraylogApi>;
  wazuh(): Promise<WazuhApi>;
  opensearch(): Promise<OpenSearchApi>;
  grafana(): Promise<GrafanaApi>;
} & MicrosoftApis;

/** What a client of one vendor is made with. */
export type VendorParts = {
  tenantId: TenantId;
  systems: Systems;
  secrets: SecretStore;
  calls: VendorCalls;
  /** The app registration in the customer's Azure; null without one. */
  azure: Pick<AzureConnection, 'azure_tenant_id' | 'client_id'> | null;
  /** The app registration for Defender, where it is one of its own. */
  defenderApp: Pick<AzureConnection, 'azure_tenant_id' | 'client_id'> | null;
};

const tokenSchema = z.object({ token: z.string().min(1) });
const passwordSchema = z.object({ username: z.string().min(1), password: z.string().min(1) });

export function makeVendorApis(parts: VendorParts): VendorApis {
  return {
    graylog: once(async () => {
      const { url, secret } = configured(parts.systems.graylog, 'graylog');
      const { token } = await operatorSecret(parts, 'graylog', secret, tokenSchema);
      // An access token goes in as the user, with the literal word `token` as password.
      const authorization = basicAuthorization(token, 'token');
      const headers = { 'x-requested-by': 'gatehouse' };
      return makeGraylogApi(
        vendorHttp(parts, { vendor: 'graylog', baseUrl: url, authorization, secrets: [token], headers }),
      );
    }),
    wazuh: once(async () => {
      const { url, secret } = configured(parts.systems.wazuh, 'wazuh');
      const { username, password } = await operatorSecret(parts, 'wazuh', secret, passwordSchema);
      const base = { vendor: 'wazuh', baseUrl: url, secrets: [password] };
      const login = vendorHttp(parts, { ...base, authorization: null });
      return makeWazuhApi(
        vendorHttp(parts, { ...base, authorization: wazuhAuthorization(login, username, password) }),
      );
    }),
    opensearch: once(async () => makeOpenSearchApi(await withPassword(parts, 'opensearch'))),
    grafana: once(async () => makeGrafanaApi(await withPassword(parts, 'grafana'))),
    ...makeMicrosoftApis(parts),
  };
}

async function withPassword(parts: VendorParts, system: 'opensearch' | 'grafana'): Promise<VendorHttp> {
  const { url, secret } = configured(parts.systems[system], system);
  const { username, password } = await operatorSecret(parts, system, secret, passwordSchema);
  const authorization = basicAuthorization(username, password);
  return vendorHttp(parts, { vendor: system, baseUrl: url, authorization, secrets: [password] });
}

/** The HTTP client of one vendor, with the operator's allowed hosts and the common manners. */
export function vendorHttp(
  parts: VendorParts,
  own: {
    vendor: string;
    baseUrl: string;
    authorization: Authorization | null;
    secrets: readonly string[];
    headers?: Readonly<Record<string, string>>;
  },
): VendorHttp {
  return makeVendorHttp({ ...parts.calls, allowedHosts: parts.systems.allowed_hosts, ...own });
}

function configured<T>(system: T | null, name: System): T {
  if (system !== null) return system;
  throw new VendorError(
    name,
    'refused',
    `The operator has not configured ${name} in this cell (infra/config.ts).`,
  );
}

/** A secret of the operator, read as JSON. @throws VendorError that names the secret and never its value. */
async function operatorSecret<T>(
  parts: VendorParts,
  vendor: System,
  name: string,
  schema: z.ZodType<T>,
): Promise<T> {
  const text = await parts.secrets.get(PLATFORM_TENANT, name);
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const why = text === null ? 'does not exist' : 'does not hold what it should';
  const fix = 'docs/onboarding.md, "What the operator prepares", says what goes in.';
  throw new VendorError(
    vendor,
    'unauthenticated',
    `The operator's secret "${name}" for ${vendor} ${why}: ${fix}`,
  );
}

export function parseJson(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
