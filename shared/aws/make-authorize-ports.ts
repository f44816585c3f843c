import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { makeDynamoSourceStore } from '#shared/aws/dynamo-source-store.ts';
import { makeDynamoTokenStore } from '#shared/aws/dynamo-token-store.ts';
import { type AuthorizePorts, makeJwtVerifier } from '#shared/pipeline/authorize-push.ts';

/** What tells who pushes. Only look-ups: the stores ask for the audit table, of which these callers know nothing. */
export function makeAuthorizePorts(
  dynamo: DynamoDBDocumentClient,
  env: {
    SOURCES_TABLE: string;
    OIDC_ISSUER: string;
    OIDC_AUDIENCE: string;
    OIDC_JWKS_URL: string;
    OIDC_ROLE_CLAIM: string;
    OIDC_TENANT_CLAIM: string;
  },
): AuthorizePorts {
  const tables = { sourcesTable: env.SOURCES_TABLE, auditTable: 'none' };
  return {
    tokens: makeDynamoTokenStore(dynamo, tables),
    sources: makeDynamoSourceStore(dynamo, tables),
    verifyJwt: makeJwtVerifier({
      issuer: env.OIDC_ISSUER,
      audience: env.OIDC_AUDIENCE,
      jwksUrl: env.OIDC_JWKS_URL,
    }),
    roleClaim: env.OIDC_ROLE_CLAIM,
    tenantClaim: env.OIDC_TENANT_CLAIM,
  };
}
