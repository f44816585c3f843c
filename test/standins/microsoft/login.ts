import { json, match, type Standin, type StandinRequest } from '../standin.ts';
import type { MicrosoftWorld } from './world.ts';

const refusal = (status: number, error: string, description: string) =>
  json(status, { error, error_description: description });

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Microsoft's token endpoint (v2.0) for client credentials. A token is a JWT whose signature nobody here checks. */
export function loginStandin(world: MicrosoftWorld): Standin {
  let issued = 0;
  return {
    // Azure's stand-in resets what they share.
    reset: () => {},
    state: () => ({ issued }),
    handle(request: StandinRequest) {
      const params = match('/{tenant}/oauth2/v2.0/token', request.path);
      if (params === null || request.method !== 'POST') return json(404, {});
      if (request.headers['content-type'] !== 'application/x-www-form-urlencoded')
        return refusal(400, 'invalid_request', 'AADSTS900144: The request body must be a form.');
      const form = new URLSearchParams(request.text);
      const { azure_tenant_id, client_id, client_secret } = world.credentials;
      if (params.tenant !== azure_tenant_id)
        return refusal(400, 'invalid_request', `AADSTS90002: Tenant '${params.tenant}' not found.`);
      if (form.get('grant_type') !== 'client_credentials')
        return refusal(400, 'unsupported_grant_type', 'AADSTS70003: The grant type is not supported.');
      if (form.get('client_id') !== client_id)
        return refusal(400, 'unauthorized_client', 'AADSTS700016: Application not found in the directory.');
      if (form.get('client_secret') !== client_secret)
        return refusal(401, 'invalid_client', 'AADSTS7000215: Invalid client secret provided.');
      const scope = form.get('scope') ?? '';
      if (!scope.endsWith('/.default'))
        return refusal(400, 'invalid_scope', 'AADSTS1002012: The scope must end with /.default.');
      const audience = scope.slice(0, -'/.default'.length);
      const claims = {
        aud: audience,
        tid: azure_tenant_id,
        appid: client_id,
        oid: world.principalId,
        roles: world.consented.get(audience) ?? [],
        jti: ++issued,
      };
      const token = `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.c2lnbmF0dXJl`;
      world.tokens.set(token, audience);
      return json(200, { token_type: 'Bearer', expires_in: 3599, access_token: token });
    },
  };
}
