import { AppError } from '../../api/app-error.ts';
import { parseTokens, type Tokens } from './tokens.ts';

const KEY = 'gatehouse.session';
/** Renewed this long before its end, so that no request travels with a token that ends on the way. */
export const RENEW_BEFORE_MS = 60_000;

/** Why nobody is signed in. */
export type EndReason = 'signed-out' | 'expired';

export type TokenKeeperParts = {
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  /** Trades a refresh token for new tokens. @throws AppError `network` when the issuer does not answer. */
  refresh(refreshToken: string): Promise<Tokens>;
  now(): number;
  onEnd(reason: EndReason): void;
};

export type TokenKeeper = {
  signedIn(): boolean;
  start(tokens: Tokens): void;
  end(reason: EndReason): void;
  /** A token that is valid for a while yet. @throws AppError `session_expired` after ending the session. */
  fresh(): Promise<string>;
  /** Another token than `refused`. @throws AppError `session_expired` after ending the session. */
  renew(refused: string): Promise<string>;
  refreshToken(): string | null;
};

/** Holds one session's tokens for as long as its tab lives, and renews them once for all who ask at the same time. */
export function createTokenKeeper(parts: TokenKeeperParts): TokenKeeper {
  let tokens = parseTokens(parts.storage.getItem(KEY));
  let renewing: Promise<string> | null = null;

  function keep(next: Tokens): void {
    tokens = next;
    parts.storage.setItem(KEY, JSON.stringify(next));
  }

  function end(reason: EndReason): void {
    tokens = null;
    parts.storage.removeItem(KEY);
    parts.onEnd(reason);
  }

  async function refreshNow(): Promise<string> {
    const held = tokens;
    if (held?.refreshToken) {
      try {
        const next = await parts.refresh(held.refreshToken);
        if (tokens === held) keep({ ...next, refreshToken: next.refreshToken ?? held.refreshToken });
        if (tokens) return tokens.idToken;
      } catch (error) {
        // Without a connection the session may still be good: the person can try again.
        if (error instanceof AppError && error.code === 'network') throw error;
      }
    }
    if (tokens) end('expired');
    throw new AppError('session_expired', 'Your session has ended. Sign in again.', 401);
  }

  function renewOnce(): Promise<string> {
    renewing ??= refreshNow().finally(() => {
      renewing = null;
    });
    return renewing;
  }

  return {
    signedIn: () => tokens !== null,
    start: keep,
    end,
    async fresh() {
      if (tokens && tokens.expiresAt - parts.now() > RENEW_BEFORE_MS) return tokens.idToken;
      return renewOnce();
    },
    async renew(refused) {
      if (tokens && tokens.idToken !== refused) return tokens.idToken;
      return renewOnce();
    },
    refreshToken: () => tokens?.refreshToken ?? null,
  };
}
