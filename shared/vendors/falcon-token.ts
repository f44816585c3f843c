import { z } from 'zod';
import type { Authorization, VendorHttp } from '#shared/vendors/http.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

const answer = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number() });

/** A token is renewed this many milliseconds before it ends (they live for half an hour), so that none ends on the way. */
const MARGIN_MS = 60_000;

/** Client credentials of a CrowdStrike API client; a token is kept as long as it lives. */
export function makeFalconToken(
  login: VendorHttp,
  { clientId, clientSecret }: { clientId: string; clientSecret: string },
  now: () => Date,
): Authorization {
  let kept: { token: string; until: number } | null = null;

  async function token(): Promise<string> {
    if (kept !== null && kept.until > now().getTime()) return kept.token;
    const form = { client_id: clientId, client_secret: clientSecret };
    const call = { method: 'POST', path: '/oauth2/token', form, answer, anonymous: true } as const;
    try {
      const given = await login.call({ ...call, repeatable: true });
      kept = { token: given.access_token, until: now().getTime() + given.expires_in * 1_000 - MARGIN_MS };
      return kept.token;
    } catch (error) {
      throw error instanceof VendorError ? explained(error) : error;
    }
  }

  return {
    headers: async () => ({ authorization: `Bearer ${await token()}` }),
    async renew() {
      kept = null;
    },
  };
}

/** Falcon sends clients of another cloud there with a redirect, and refuses unknown ones with 400, 401 or 403. */
function explained(error: VendorError): VendorError {
  const { status, body } = error;
  if (status === null || status === 408 || status === 429 || status >= 500) return error;
  const message =
    status >= 300 && status < 400
      ? 'The API client belongs to another Falcon cloud: choose the one where your console is.'
      : 'Falcon does not take this API client: enter its id and secret again, and check the cloud.';
  return new VendorError('crowdstrike', 'unauthenticated', message, { status, body });
}
