import type { SignInParts } from '#shared/polling/poll-kind.ts';
import type { Authorization } from '#shared/vendors/http.ts';
import { type MicrosoftToken, makeMicrosoftToken } from '#shared/vendors/microsoft-token.ts';

/** A token that does not change: after a 401 only somebody can help. */
export function tokenAuthorization(header: string, value: string): Authorization {
  return { headers: async () => ({ [header]: value }), renew: async () => {} };
}

/** Client credentials of the customer's app registration; the token is renewed when it ends or is refused. */
export function microsoftSignIn(
  app: { azure_tenant_id: string; client_id: string },
  clientSecret: string,
  scope: string,
  { systems, now, http }: SignInParts,
  loginUrl = systems.microsoft.login,
): MicrosoftToken {
  const login = http('microsoft login', loginUrl);
  const { azure_tenant_id: azureTenantId, client_id: clientId } = app;
  return makeMicrosoftToken(login, { azureTenantId, clientId, clientSecret }, scope, now);
}
