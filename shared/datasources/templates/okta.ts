import { secretField, type Template } from '#shared/datasources/template.ts';

export const oktaTemplate: Template = {
  template_id: 'okta',
  name: 'Okta',
  description: 'Sign-ins, factors, policy and administration, read from the System Log API.',
  icon: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm0 5a5 5 0 1 1 0 10 5 5 0 0 1 0-10Z',
  source_type: 'identity',
  connector_type: 'api_poll',
  connector: 'okta',
  settings: [
    {
      name: 'org_url',
      label: 'Okta domain',
      kind: 'url',
      required: true,
      help: 'Such as https://example.okta.com, without -admin.',
    },
    secretField('api_token', 'API token', 'Security → API → Tokens, made by a read-only administrator.'),
  ],
  shippers: [],
  instructions: `1. Sign in to {{setting.org_url}} as a read-only administrator made for Gatehouse.
2. Under Security → API → Tokens create a token and enter it here. A token lapses after 30 days without use.
3. Press Test.`,
  probe: (user, at) =>
    JSON.stringify({
      actor: { id: user, type: 'User', alternateId: user, displayName: user, detailEntry: null },
      client: { ipAddress: '192.0.2.10', userAgent: null, device: null, geographicalContext: null },
      authenticationContext: { externalSessionId: user },
      displayMessage: 'User logout from Okta',
      eventType: 'user.session.end',
      outcome: { result: 'SUCCESS', reason: null },
      published: at.toISOString(),
      severity: 'INFO',
      debugContext: { debugData: {} },
      transaction: { type: 'WEB', id: user, detail: {} },
      uuid: `${user}-${at.getTime()}`,
      version: '0',
      request: { ipChain: [] },
      target: null,
    }),
};
