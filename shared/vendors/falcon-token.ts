import { z } from 'zod';
import type { Authorization, VendorHttp } from '#shared/vendors/http.ts';
import { keepToken } from '#shared/vendors/kept-token.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

const answer = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number() });

/** Client credentials of a CrowdStrike API client; a token lives for half an hour and is kept so long. */
export function makeFalconToken(
  login: VendorHttp,
  { clientId, clientSecret }: { clientId: string; clientSecret: string },
  now: () => Date,
): Authorization {
  return keepToken(async () => {
    const form = { client_id: clientId, client_secret: clientSecret };
    const call = { method: 'POST', path: '/oauth2/token', form, answer, anonymous: true } as const;
    try {
      return await login.call({ ...call, repeatable: true });
    } catch (error) {
      throw error instanceof VendorError ? explained(error) : error;
    }
  }, now);
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
