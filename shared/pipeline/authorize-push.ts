import {
  createRemoteJWKSet,
  type JWTPayload,
  type JWTVerifyGetKey,
  errors as joseErrors,
  jwtVerify,
} from 'jose';
import { z } from 'zod';
import { DomainError } from '#shared/errors.ts';
import { sha256, tenantIdSchema } from '#shared/ids.ts';
import type { Pusher } from '#shared/pipeline/take-events.ts';
import type { SourceStore, SourceTokenStore } from '#shared/ports/source-store.ts';
import { roleSchema } from '#shared/schema/role.ts';
import { SOURCE_TOKEN_PREFIX } from '#shared/tenants/source-token.ts';

export type AuthorizePorts = {
  tokens: Pick<SourceTokenStore, 'findByHash'>;
  sources: Pick<SourceStore, 'get'>;
  verifyJwt(token: string): Promise<JWTPayload>;
  roleClaim: string;
  tenantClaim: string;
};

/**
 * Who is behind an `Authorization` header: `Bearer` with a user's JWT or a source token, or a source token as
 * `Splunk`, `ApiKey` or the password of `Basic`, which is all that some shippers can send.
 * @throws DomainError `unauthenticated` for everything that is not a valid, unrevoked token of an active source.
 */
export async function authorizePush(
  ports: AuthorizePorts,
  authorization: string | undefined,
): Promise<Pusher> {
  const token = tokenOf(authorization);
  return token.startsWith(SOURCE_TOKEN_PREFIX) ? bySource(ports, token) : byUser(ports, token);
}

function tokenOf(authorization: string | undefined): string {
  const match = /^(Bearer|Splunk|ApiKey|Basic)\s+(\S+)\s*$/i.exec(authorization ?? '');
  if (match === null) throw unauthenticated();
  const [, scheme = '', value = ''] = match;
  if (scheme.toLowerCase() === 'bearer') return value;
  if (value.startsWith(SOURCE_TOKEN_PREFIX)) return value;
  const decoded = Buffer.from(value, 'base64').toString('utf8');
  const password = decoded.slice(decoded.indexOf(':') + 1);
  if (!password.startsWith(SOURCE_TOKEN_PREFIX)) throw unauthenticated();
  return password;
}

async function bySource(ports: AuthorizePorts, token: string): Promise<Pusher> {
  const found = await ports.tokens.findByHash(sha256(token));
  if (found === null || found.revoked_at !== null) throw unauthenticated();
  const source = await ports.sources.get(found.tenant_id, found.source_id);
  if (source === null || source.status !== 'active') throw unauthenticated();
  return {
    kind: 'source',
    tenantId: found.tenant_id,
    sourceId: source.source_id,
    connector: source.connector,
  };
}

async function byUser(ports: AuthorizePorts, token: string): Promise<Pusher> {
  const claims = await ports.verifyJwt(token);
  const parsed = z
    .object({
      sub: z.string(),
      email: z.string().default(''),
      role: roleSchema,
      tenant: tenantIdSchema,
    })
    .safeParse({
      sub: claims.sub,
      email: claims.email,
      role: claims[ports.roleClaim],
      tenant: claims[ports.tenantClaim],
    });
  if (!parsed.success) throw unauthenticated();
  const { sub, email, role, tenant } = parsed.data;
  return { kind: 'user', tenantId: tenant, role, userId: sub, email };
}

function unauthenticated(): DomainError {
  return new DomainError('unauthenticated', 'The token is missing, invalid, expired or revoked.');
}

/**
 * Checks a JWT's signature, issuer, audience and times against the issuer's published keys (fetched once and kept).
 * Only asymmetric algorithms: a token can't choose one that the public key would satisfy.
 */
export function makeJwtVerifier(oidc: {
  issuer: string;
  audience: string;
  jwksUrl: string;
}): (token: string) => Promise<JWTPayload> {
  let keys: JWTVerifyGetKey | undefined;
  return async (token) => {
    keys ??= createRemoteJWKSet(new URL(oidc.jwksUrl));
    let payload: JWTPayload;
    try {
      const verified = await jwtVerify(token, keys, {
        issuer: oidc.issuer,
        audience: oidc.audience,
        algorithms: ['RS256', 'PS256', 'ES256'],
        clockTolerance: 5,
      });
      payload = verified.payload;
    } catch (error) {
      if (isKeysOutOfReach(error)) {
        throw new DomainError('unavailable', "The identity provider's keys can't be read now: try again.");
      }
      throw unauthenticated();
    }
    // Cognito's own claim: an access token is for other APIs, and carries none of our claims.
    if (payload.token_use !== undefined && payload.token_use !== 'id') throw unauthenticated();
    return payload;
  };
}

/** jose says `ERR_JOSE_GENERIC` when the keys' address answers an error status or no JSON; that is no fault of the token. */
function isKeysOutOfReach(error: unknown): boolean {
  return (
    !(error instanceof joseErrors.JOSEError) ||
    error instanceof joseErrors.JWKSTimeout ||
    error instanceof joseErrors.JWKSInvalid ||
    error.code === 'ERR_JOSE_GENERIC'
  );
}
