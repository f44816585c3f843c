import { AppError } from '../../api/app-error.ts';

export type Tokens = {
  /** The JWT that the API takes as Bearer. */
  idToken: string;
  /** Null where the issuer gave none: the session then ends with the token. */
  refreshToken: string | null;
  /** Unix milliseconds. */
  expiresAt: number;
};

/** When a JWT ends, in Unix milliseconds. Nothing here trusts the token: the API checks its signature. */
export function expiryOf(jwt: string): number {
  const payload = jwt.split('.')[1] ?? '';
  try {
    const json = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
    const claims = JSON.parse(json) as { exp?: unknown };
    if (typeof claims.exp === 'number') return claims.exp * 1000;
  } catch {
    // Falls through: an unreadable token is treated like one without an expiry.
  }
  throw new AppError(
    'auth',
    'The sign-in service sent a token that cannot be read. Tell your administrator.',
  );
}

/** The tokens in a session's storage, or null for none, damaged or foreign content. */
export function parseTokens(text: string | null): Tokens | null {
  if (text === null) return null;
  try {
    const value = JSON.parse(text) as Partial<Tokens> | null;
    if (typeof value?.idToken !== 'string' || typeof value.expiresAt !== 'number') return null;
    return {
      idToken: value.idToken,
      refreshToken: typeof value.refreshToken === 'string' ? value.refreshToken : null,
      expiresAt: value.expiresAt,
    };
  } catch {
    return null;
  }
}
