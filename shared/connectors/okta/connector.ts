import type { JsonObject } from '#shared/connectors/connector.ts';
import { applyKind, type Draft } from '#shared/connectors/draft.ts';
import { jsonConnector, type Overrides } from '#shared/connectors/json-connector.ts';
import { kindRow } from '#shared/connectors/kind-row.ts';
import { listAt, textAt } from '#shared/connectors/table.ts';
import { put } from '#shared/connectors/vocabulary.ts';

const SEVERITIES: ReadonlyMap<string, number> = new Map(
  Object.entries({ DEBUG: 0, INFO: 1, WARN: 4, ERROR: 6 }),
);

/** Event types by how they begin (Okta, "Event types"); the first that fits. */
const kinds = (
  [
    ['user.session.start', 'auth authentication,session start'],
    ['user.session.end', 'auth session end'],
    ['user.session', 'auth session info'],
    ['user.authentication', 'auth authentication start'],
    ['app.oauth2', 'auth authentication info'],
    ['app.generic', 'auth authentication info'],
    ['user.account.lock', 'auth iam user,change - - 5'],
    ['user.account', 'auth iam user,change - - 2'],
    ['user.mfa.factor', 'auth iam user,change - - 3'],
    ['user.mfa', 'auth iam user,change'],
    ['user.lifecycle.create', 'auth iam user,creation - - 2'],
    ['user.lifecycle.delete', 'auth iam user,deletion - - 3'],
    ['user.lifecycle', 'auth iam user,change - - 2'],
    ['group.user_membership', 'auth iam group,change - - 3'],
    ['group.lifecycle', 'auth iam group,change - - 2'],
    ['group', 'auth iam group,change'],
    ['application.user_membership', 'auth iam user,change'],
    ['policy.evaluate_sign_on', 'auth authentication info'],
    ['policy', 'auth configuration change - - 4'],
    ['security.threat', 'auth intrusion_detection info - - 7'],
    ['security', 'auth intrusion_detection info - - 5'],
    ['system.api_token', 'auth iam creation - - 5'],
    ['zone', 'auth configuration change - - 3'],
    ['system', 'auth configuration info'],
  ] as const
).map(([prefix, row]) => ({ prefix, kind: kindRow(row) }));

function classify(value: JsonObject, draft: Draft): Overrides | undefined {
  const { attributes } = draft;
  const type = textAt(value, 'eventType') ?? '';
  const alternate = textAt(value, 'actor.alternateId');
  if (alternate !== null && alternate !== 'unknown') {
    put(attributes, 'user.name', alternate);
    if (alternate.includes('@')) put(attributes, 'user.email', alternate);
  }
  put(attributes, 'user.name', textAt(value, 'actor.displayName'));
  for (const target of listAt(value, 'target')) {
    const kind = textAt(target, 'type');
    const name = textAt(target, 'alternateId') ?? textAt(target, 'displayName');
    if (kind === 'User') {
      put(attributes, 'user.target.name', name);
      put(attributes, 'user.target.full_name', textAt(target, 'displayName'));
      put(attributes, 'user.target.id', textAt(target, 'id'));
    } else if (kind === 'UserGroup') {
      put(attributes, 'group.name', textAt(target, 'displayName') ?? name);
      put(attributes, 'group.id', textAt(target, 'id'));
    } else if (kind === 'AppInstance' || kind === 'AppUser')
      put(attributes, 'service.name', textAt(target, 'displayName') ?? name);
    else if (kind === 'PolicyRule' || kind === 'PolicyEntity')
      put(attributes, 'rule.name', textAt(target, 'displayName'));
  }
  const result = textAt(value, 'outcome.result');
  put(
    attributes,
    'event.outcome',
    result === null
      ? undefined
      : /^(SUCCESS|ALLOW)$/.test(result)
        ? 'success'
        : /^(FAILURE|DENY)$/.test(result)
          ? 'failure'
          : undefined,
  );
  const kind = kinds.find(({ prefix }) => type.startsWith(prefix))?.kind;
  if (kind === undefined) draft.notes.push('an event type that is not known');
  const declared = SEVERITIES.get(textAt(value, 'severity') ?? '') ?? 1;
  applyKind(draft, {
    ...(kind ?? kindRow('auth iam info')),
    severity: Math.max(declared, kind?.severity ?? 0),
  });
  if (attributes['event.outcome'] === 'failure' && /^user\.(session\.start|authentication)/.test(type)) {
    put(attributes, 'failed_login_count', 1);
    draft.severity = Math.max(3, draft.severity);
  }
  const target = attributes['service.name'] ?? attributes['user.target.name'] ?? attributes['group.name'];
  return typeof target === 'string'
    ? { target: { type: 'asset', id: target } }
    : { target: { type: 'asset', id: 'okta' } };
}

/** Okta System Log, as the API and event hooks give it. */
export const okta = jsonConnector({
  name: 'okta',
  version: '1.0.0',
  system: 'okta',
  category: 'auth',
  sniff: (value) =>
    typeof value.eventType === 'string' &&
    value.uuid !== undefined &&
    (value.actor ?? value.published) !== undefined,
  time: ['published'],
  id: 'uuid',
  fields: [
    ['eventType', 'event.action'],
    ['displayMessage', 'message'],
    ['client.ipAddress', ['source.ip', 'client.ip']],
    ['request.ipChain.0.ip', 'source.ip'],
    ['actor.id', 'user.id'],
    ['actor.displayName', 'user.full_name'],
    ['client.userAgent.rawUserAgent', 'user_agent.original'],
    ['client.userAgent.os', 'user_agent.os.name'],
    ['client.userAgent.browser', 'user_agent.name'],
    ['client.device', 'user_agent.device.name'],
    ['client.geographicalContext.country', 'source.geo.country_name'],
    ['client.geographicalContext.city', 'source.geo.city_name'],
    ['client.geographicalContext.state', 'source.geo.region_name'],
    ['securityContext.asNumber', 'source.as.number'],
    ['securityContext.asOrg', 'source.as.organization.name'],
    ['securityContext.domain', 'source.domain'],
    ['outcome.reason', 'event.reason'],
    ['debugContext.debugData.requestUri', 'url.path'],
    ['debugContext.debugData.url', 'url.original'],
    ['transaction.id', 'transaction.id'],
    ['severity', 'log.level'],
  ],
  classify,
});
