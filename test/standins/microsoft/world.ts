import { createHash } from 'node:crypto';
import { bearerOf, json, type StandinAnswer, type StandinRequest } from '../standin.ts';

/** The one application registration that Microsoft's stand-ins know. */
export type MicrosoftCredentials = {
  azure_tenant_id: string;
  client_id: string;
  client_secret: string;
  subscription_id: string;
};

/** What Microsoft's stand-ins share: who is signed in for what, and what an administrator consented to. */
export type MicrosoftWorld = {
  credentials: MicrosoftCredentials;
  /** Object id of the application's service principal. */
  principalId: string;
  /** Audience by access token. */
  tokens: Map<string, string>;
  /** Application permissions by audience. */
  consented: Map<string, string[]>;
  /** Roles on the subscription and in the directory that the application has. */
  rights: Set<'contributor' | 'sentinel' | 'owner' | 'security_admin'>;
  licences: Set<'defender' | 'intune' | 'entra_p2'>;
  /** Data collection rules by immutable id. */
  rules: Map<string, { id: string; streams: string[] }>;
  /** Role assignments as `scope principal role`, lower-case. */
  assignments: Set<string>;
  ingested: unknown[];
};

export const audiences = {
  management: 'https://management.azure.com',
  monitor: 'https://monitor.azure.com',
  graph: 'https://graph.microsoft.com',
  defender: 'https://api.securitycenter.microsoft.com',
  activity: 'https://manage.office.com',
} as const;

const everything: Readonly<Record<string, readonly string[]>> = {
  [audiences.graph]: [
    'SecurityAlert.Read.All',
    'AuditLog.Read.All',
    'IdentityRiskEvent.Read.All',
    'DeviceManagementConfiguration.ReadWrite.All',
    'DeviceManagementServiceConfig.ReadWrite.All',
    'Organization.Read.All',
  ],
  [audiences.activity]: ['ActivityFeed.Read', 'ActivityFeed.ReadDlp'],
  [audiences.defender]: ['Alert.Read.All', 'Machine.Read.All', 'AdvancedQuery.Read.All'],
};

export function makeMicrosoftWorld(credentials: MicrosoftCredentials): MicrosoftWorld {
  const world: MicrosoftWorld = {
    credentials,
    principalId: guidOf(`principal ${credentials.client_id}`),
    tokens: new Map(),
    consented: new Map(),
    rights: new Set(),
    licences: new Set(),
    rules: new Map(),
    assignments: new Set(),
    ingested: [],
  };
  resetWorld(world, {});
  return world;
}

/** `rights`, `licences` and `consented` are lists; without them everything is there. */
export function resetWorld(world: MicrosoftWorld, settings: Readonly<Record<string, unknown>>): void {
  const list = (name: string): string[] | null =>
    Array.isArray(settings[name]) ? (settings[name] as string[]) : null;
  world.tokens.clear();
  world.rules.clear();
  world.assignments.clear();
  world.ingested.length = 0;
  world.rights = new Set(
    (list('rights') ?? ['contributor', 'sentinel', 'owner', 'security_admin']) as never[],
  );
  world.licences = new Set((list('licences') ?? ['defender', 'intune', 'entra_p2']) as never[]);
  world.consented = new Map(
    Object.entries(everything).map(([audience, all]) => {
      const given = list('consented');
      return [audience, all.filter((one) => given === null || given.includes(one))];
    }),
  );
}

/** Why a request is not let in, or null. */
export function refusedToken(
  world: MicrosoftWorld,
  request: StandinRequest,
  audience: string,
): StandinAnswer | null {
  const token = bearerOf(request);
  if (token === null) return armError(401, 'AuthenticationFailed', "The 'Authorization' header is missing.");
  if (world.tokens.get(token) !== audience) {
    return armError(
      401,
      'InvalidAuthenticationToken',
      'The access token is invalid or for another audience.',
    );
  }
  return null;
}

/** Microsoft's error body. */
export const armError = (status: number, code: string, message: string): StandinAnswer =>
  json(status, { error: { code, message } });

/** The same name gives the same GUID, so that runs can be compared. */
export function guidOf(name: string): string {
  const hash = createHash('sha256').update(name).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
