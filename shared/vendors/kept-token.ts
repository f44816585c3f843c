import type { Authorization } from '#shared/vendors/http.ts';

/** A token is renewed this many milliseconds before it ends, so that none ends on the way. */
const MARGIN_MS = 60_000;

/** A bearer token that is asked for when it is first needed, kept as long as it lives, and forgotten after a 401. */
export type KeptToken = Authorization & { token(): Promise<string> };

export function keepToken(
  ask: () => Promise<{ access_token: string; expires_in: number }>,
  now: () => Date,
): KeptToken {
  let kept: { token: string; until: number } | null = null;

  async function token(): Promise<string> {
    if (kept !== null && kept.until > now().getTime()) return kept.token;
    const { access_token, expires_in } = await ask();
    kept = { token: access_token, until: now().getTime() + expires_in * 1_000 - MARGIN_MS };
    return access_token;
  }

  return {
    token,
    headers: async () => ({ authorization: `Bearer ${await token()}` }),
    async renew() {
      kept = null;
    },
  };
}
