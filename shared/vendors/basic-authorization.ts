import type { Authorization } from '#shared/vendors/http.ts';

/** HTTP Basic; there is nothing to renew, so a 401 is final after one repetition. */
export function basicAuthorization(user: string, password: string): Authorization {
  const value = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  return { headers: async () => ({ authorization: value }), renew: async () => {} };
}
