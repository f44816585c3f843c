import type { Stack } from 'aws-cdk-lib';
import type { Cell } from './config.ts';
import type { CellUserPool } from './constructs/user-pool.ts';

/** Who signs the users' tokens, and how to check them. */
export type Issuer = {
  url: string;
  audience: string;
  jwksUrl: string;
  roleClaim: string;
  tenantClaim: string;
};

/** The emulator answers every service at one address. */
const emulator = (): string => process.env.AWS_ENDPOINT_URL ?? 'http://127.0.0.1:4566';

/** The cell's own user pool, or the issuer that its configuration names. */
export function issuerOf(
  stack: Stack,
  cell: Cell,
  users: CellUserPool | undefined,
  cognitoEndpoint: string | undefined,
): Issuer {
  if (cell.identity.kind === 'oidc') {
    const { issuer, audience, jwksUrl, roleClaim, tenantClaim } = cell.identity;
    return { url: issuer, audience, jwksUrl, roleClaim, tenantClaim };
  }
  if (!users) throw new Error('A cell with Cognito identities needs its user pool.');
  const poolId = users.pool.userPoolId;
  const url = `https://cognito-idp.${stack.region}.amazonaws.com/${poolId}`;
  // The emulator's tokens carry AWS's issuer, but their keys are on this machine.
  const keysAt = cell.stage === 'local' ? `${cognitoEndpoint ?? emulator()}/${poolId}` : url;
  return {
    url,
    audience: users.client.userPoolClientId,
    jwksUrl: `${keysAt}/.well-known/jwks.json`,
    roleClaim: 'custom:role',
    tenantClaim: 'custom:tenant_id',
  };
}
