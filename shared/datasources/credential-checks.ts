import { z } from 'zod';
import type { Systems } from '#shared/schema/systems.ts';
import { basicAuthorization } from '#shared/vendors/basic-authorization.ts';
import { type Authorization, makeVendorHttp, pathOf, type VendorHttp } from '#shared/vendors/http.ts';
import { makeMicrosoftToken } from '#shared/vendors/microsoft-token.ts';
import type { VendorCalls } from '#shared/vendors/vendor-calls.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

/** What a check may use. `setting` throws where the source lacks it. */
export type CredentialContext = {
  setting(name: string): string;
  optional(name: string): string | null;
  secrets: readonly string[];
  systems: Systems;
  calls: VendorCalls;
};

/** Signs in and reads one thing; tells what was read. @throws VendorError */
export type CredentialCheck = (context: CredentialContext) => Promise<string>;

const http = (
  { systems, calls, secrets }: CredentialContext,
  vendor: string,
  baseUrl: string,
  authorization: Authorization | null = null,
  headers: Readonly<Record<string, string>> = {},
): VendorHttp =>
  makeVendorHttp({
    vendor,
    baseUrl,
    authorization,
    headers,
    secrets,
    allowedHosts: systems.allowed_hosts,
    ...calls,
    // A person waits for the answer: one more try, and no long pauses.
    retries: { attempts: 2, baseMs: 300, longestMs: 2_000 },
  });

/** An application of Entra ID for one audience, and the permission without which there is nothing to read. */
const microsoft =
  (scope: string, permission: string | null): CredentialCheck =>
  async (context) => {
    const login = http(context, 'Microsoft login', context.systems.microsoft.login);
    const app = {
      azureTenantId: context.setting('azure_tenant_id'),
      clientId: context.setting('client_id'),
      clientSecret: context.setting('client_secret'),
    };
    const { roles } = await makeMicrosoftToken(login, app, scope, context.calls.now).claims();
    if (permission !== null && !roles.includes(permission)) {
      throw new VendorError(
        'Microsoft login',
        'forbidden',
        `The application signs in, but has no consent for ${permission}.`,
      );
    }
    return permission === null ? 'signed in' : `signed in, with consent for ${permission}`;
  };

const okta: CredentialCheck = async (context) => {
  const headers = { authorization: `SSWS ${context.setting('api_token')}` };
  const client = http(context, 'Okta', context.setting('org_url'), null, headers);
  const events = await client.call({
    method: 'GET',
    path: '/api/v1/logs',
    query: { limit: 1 },
    answer: z.array(z.looseObject({ uuid: z.string() })),
  });
  return `the System Log answered with ${events.length} event`;
};

const falconClouds: Readonly<Record<string, string>> = {
  'us-1': 'https://api.crowdstrike.com',
  'us-2': 'https://api.us-2.crowdstrike.com',
  'eu-1': 'https://api.eu-1.crowdstrike.com',
  'us-gov-1': 'https://api.laggar.gcw.crowdstrike.com',
};

const crowdstrike: CredentialCheck = async (context) => {
  const client = http(context, 'CrowdStrike', falconClouds[context.setting('cloud')] ?? '');
  await client.call({
    method: 'POST',
    path: '/oauth2/token',
    form: { client_id: context.setting('client_id'), client_secret: context.setting('client_secret') },
    answer: z.looseObject({ access_token: z.string().min(1) }),
    repeatable: true,
  });
  return 'Falcon gave a token';
};

const taxii: CredentialCheck = async (context) => {
  const [username, password] = [context.optional('username'), context.optional('password')];
  const sign = username === null ? null : basicAuthorization(username, password ?? '');
  const accept = { accept: 'application/taxii+json;version=2.1' };
  const client = http(context, 'TAXII', context.setting('api_root'), sign, accept);
  const found = await client.call({
    method: 'GET',
    path: `/collections${pathOf(context.setting('collection_id'))}/`,
    answer: z.looseObject({ title: z.string(), can_read: z.boolean() }),
  });
  if (!found.can_read) {
    throw new VendorError('TAXII', 'forbidden', `The collection “${found.title}” may not be read.`);
  }
  return `the collection “${found.title}” may be read`;
};

/** By template: what a test of a source that is fetched does. */
export const credentialChecks: Readonly<Record<string, CredentialCheck>> = {
  'entra-id': microsoft('https://graph.microsoft.com/.default', 'AuditLog.Read.All'),
  m365: microsoft('https://manage.office.com/.default', 'ActivityFeed.Read'),
  'microsoft-defender': microsoft('https://api.loganalytics.io/.default', null),
  okta,
  crowdstrike,
  'threat-feed': taxii,
};
