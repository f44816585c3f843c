import { AppError } from '../../api/app-error.ts';
import { base64Url, makePkce } from './pkce.ts';
import { expiryOf, type Tokens } from './tokens.ts';

const PENDING = 'gatehouse.oidc';
export const CALLBACK_PATH = '/sign-in/callback';

type Endpoints = { authorization_endpoint: string; token_endpoint: string };
type Pending = { state: string; verifier: string; back: string };

async function discover(issuer: string): Promise<Endpoints> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(url).catch(() => null);
  if (!response?.ok)
    throw new AppError('network', 'The sign-in service does not answer. Check the connection and try again.');
  return (await response.json()) as Endpoints;
}

/** Sends the browser to the issuer; it comes back to `CALLBACK_PATH`, and from there to the page it left. */
export async function startOidc(issuer: string, clientId: string): Promise<void> {
  const endpoints = await discover(issuer);
  const state = base64Url(crypto.getRandomValues(new Uint8Array(16)));
  const { verifier, challenge } = await makePkce(crypto.getRandomValues(new Uint8Array(32)));
  const here = location.pathname + location.search;
  const pending: Pending = { state, verifier, back: here.startsWith(CALLBACK_PATH) ? '/alerts' : here };
  sessionStorage.setItem(PENDING, JSON.stringify(pending));
  const url = new URL(endpoints.authorization_endpoint);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: location.origin + CALLBACK_PATH,
    scope: 'openid email profile offline_access',
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  }).toString();
  location.assign(url);
}

async function exchange(issuer: string, fields: Record<string, string>): Promise<Tokens> {
  const endpoints = await discover(issuer);
  const response = await fetch(endpoints.token_endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields),
  }).catch(() => null);
  if (!response)
    throw new AppError('network', 'The sign-in service does not answer. Check the connection and try again.');
  const answer = (await response.json().catch(() => ({}))) as { id_token?: string; refresh_token?: string };
  if (!response.ok || !answer.id_token)
    throw new AppError('auth', 'The sign-in service did not give a token. Sign in again.', response.status);
  return {
    idToken: answer.id_token,
    refreshToken: answer.refresh_token ?? null,
    expiresAt: expiryOf(answer.id_token),
  };
}

/** Ends the way that `startOidc` began. @throws AppError when the answer does not belong to a sign-in of this tab. */
export async function finishOidc(
  issuer: string,
  clientId: string,
): Promise<{ tokens: Tokens; back: string }> {
  const answer = new URLSearchParams(location.search);
  const pending = JSON.parse(sessionStorage.getItem(PENDING) ?? 'null') as Pending | null;
  sessionStorage.removeItem(PENDING);
  const code = answer.get('code');
  if (!pending || !code || answer.get('state') !== pending.state) {
    const said = answer.get('error_description') ?? answer.get('error');
    throw new AppError(
      'auth',
      said ? `The sign-in service refused: ${said}` : 'This sign-in was not started here. Try again.',
    );
  }
  const tokens = await exchange(issuer, {
    grant_type: 'authorization_code',
    client_id: clientId,
    code,
    redirect_uri: location.origin + CALLBACK_PATH,
    code_verifier: pending.verifier,
  });
  return { tokens, back: pending.back };
}

export function refreshOidc(issuer: string, clientId: string, refreshToken: string): Promise<Tokens> {
  return exchange(issuer, { grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken });
}
