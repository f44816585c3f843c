import type { AuthConfig } from '../../api/config.ts';
import { refreshCognito, revokeCognito } from './cognito.ts';
import { refreshOidc } from './oidc.ts';
import type { Tokens } from './tokens.ts';

export function refreshTokens(auth: AuthConfig, refreshToken: string): Promise<Tokens> {
  return auth.kind === 'cognito'
    ? refreshCognito(auth.endpoint, auth.clientId, refreshToken)
    : refreshOidc(auth.issuer, auth.clientId, refreshToken);
}

export async function forgetTokens(auth: AuthConfig, refreshToken: string | null): Promise<void> {
  if (auth.kind === 'cognito' && refreshToken)
    await revokeCognito(auth.endpoint, auth.clientId, refreshToken);
}
