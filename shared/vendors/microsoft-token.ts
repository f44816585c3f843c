import { z } from 'zod';
import { type Authorization, pathOf, type VendorHttp } from '#shared/vendors/http.ts';
import { keepToken } from '#shared/vendors/kept-token.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

/** What Microsoft's APIs call the audiences of their tokens. */
export const microsoftScopes = {
  management: 'https://management.azure.com/.default',
  monitor: 'https://monitor.azure.com/.default',
  graph: 'https://graph.microsoft.com/.default',
  defender: 'https://api.securitycenter.microsoft.com/.default',
} as const;

export type MicrosoftApp = { azureTenantId: string; clientId: string; clientSecret: string };

/** What the token itself says; its signature is Microsoft's business. */
export type TokenClaims = {
  /** Object id of the application's service principal, which role assignments name. */
  principalId: string;
  /** Application permissions that an administrator consented to. */
  roles: readonly string[];
};

export type MicrosoftToken = Authorization & { claims(): Promise<TokenClaims> };

const answer = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number() });
const claimsSchema = z.object({ oid: z.string(), roles: z.array(z.string()).default([]) });

/** Client credentials (OAuth 2.0) of one application for one audience; a token is kept as long as it lives. */
export function makeMicrosoftToken(
  login: VendorHttp,
  { azureTenantId, clientId, clientSecret }: MicrosoftApp,
  scope: string,
  now: () => Date,
): MicrosoftToken {
  const kept = keepToken(async () => {
    const form = {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope,
    };
    const path = `${pathOf(azureTenantId)}/oauth2/v2.0/token`;
    try {
      return await login.call({ method: 'POST', path, form, answer, anonymous: true, repeatable: true });
    } catch (error) {
      throw error instanceof VendorError ? explained(error) : error;
    }
  }, now);

  return {
    headers: kept.headers,
    renew: kept.renew,
    async claims() {
      const [, payload = ''] = (await kept.token()).split('.');
      const parsed = claimsSchema.safeParse(readJson(Buffer.from(payload, 'base64url').toString('utf8')));
      if (!parsed.success) {
        throw new VendorError('azure', 'unreadable', 'Microsoft’s access token does not say whose it is.');
      }
      return { principalId: parsed.data.oid, roles: parsed.data.roles };
    },
  };
}

/** Entra ID's error numbers that a person can do something about (AADSTS error codes). */
const causes: readonly (readonly [code: string, cause: string])[] = [
  ['AADSTS7000215', 'The client secret is wrong: copy the secret’s value, not its id.'],
  ['AADSTS7000222', 'The client secret has expired: make a new one.'],
  [
    'AADSTS700016',
    'The app registration does not exist in this Azure tenant: check client id and tenant id.',
  ],
  ['AADSTS90002', 'There is no such Azure tenant: check the tenant id.'],
];

function explained(error: VendorError): VendorError {
  const cause = causes.find(([code]) => error.body.includes(`${code}:`))?.[1];
  if (cause === undefined) return error;
  return new VendorError('azure', 'unauthenticated', cause, {
    ...(error.status === null ? {} : { status: error.status }),
    body: error.body,
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
