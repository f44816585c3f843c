import type { Connector, JsonObject } from '#shared/connectors/connector.ts';
import { applyKind, type Draft } from '#shared/connectors/draft.ts';
import { jsonConnector, type Overrides } from '#shared/connectors/json-connector.ts';
import { kindRow } from '#shared/connectors/kind-row.ts';
import { listAt, objectAt, textAt } from '#shared/connectors/table.ts';
import { type Attributes, put } from '#shared/connectors/vocabulary.ts';

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
    ['user.account.privilege', 'auth iam user,admin,change - - 5'],
    ['group.privilege', 'auth iam group,admin,change - - 5'],
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

/** Whom and what an event is about; everybody who is named stands in `related.user`. */
function readTargets(value: JsonObject, attributes: Attributes): void {
  const users: string[] = [];
  let policy: string | null = null;
  // A person's account in an application stands beside the person: the person's own id and name come first.
  const targets = [...listAt(value, 'target').slice(0, 50)].sort(
    (one, other) => Number(textAt(one, 'type') === 'AppUser') - Number(textAt(other, 'type') === 'AppUser'),
  );
  for (const target of targets) {
    const kind = textAt(target, 'type') ?? '';
    const alternate = textAt(target, 'alternateId');
    const display = textAt(target, 'displayName');
    const name = alternate === null || alternate === 'unknown' ? display : alternate;
    if (kind === 'User' || kind === 'AppUser') {
      put(attributes, 'user.target.name', name);
      put(attributes, 'user.target.full_name', display);
      put(attributes, 'user.target.id', textAt(target, 'id'));
      if (alternate?.includes('@')) put(attributes, 'user.target.email', alternate);
      if (name !== null) users.push(name);
    } else if (kind === 'UserGroup' || kind === 'AppGroup') {
      put(attributes, 'group.name', display ?? name);
      put(attributes, 'group.id', textAt(target, 'id'));
    } else if (kind === 'PolicyEntity') {
      put(attributes, 'rule.ruleset', display);
      policy = textAt(target, 'id');
    } else if (kind === 'AppInstance') put(attributes, 'service.name', display ?? name);
    else if (/^(Policy|Rule)/.test(kind)) {
      put(attributes, 'rule.name', display);
      put(attributes, 'rule.id', textAt(target, 'id'));
    } else if (kind === 'ROLE') put(attributes, 'user.target.roles', display);
    else if (/Device/.test(kind)) put(attributes, 'host.name', display);
    else if (/^(Authenticator|Factor)/.test(kind)) put(attributes, 'okta.authenticator', display);
    else if (kind === 'Token' || kind === 'api_token') put(attributes, 'okta.token', display);
  }
  if (users.length > 0) put(attributes, 'related.user', users);
  // A policy that no rule of it stands beside is what decided.
  put(attributes, 'rule.name', attributes['rule.ruleset']);
  put(attributes, 'rule.id', policy);
}

function classify(value: JsonObject, draft: Draft): Overrides | undefined {
  const { attributes } = draft;
  const type = textAt(value, 'eventType') ?? '';
  const alternate = textAt(value, 'actor.alternateId');
  if (alternate !== null && alternate !== 'unknown') {
    put(attributes, 'user.name', alternate);
    const at = alternate.indexOf('@');
    if (at > 0) {
      put(attributes, 'user.email', alternate);
      put(attributes, 'user.domain', alternate.slice(at + 1));
    }
  }
  put(attributes, 'user.name', textAt(value, 'actor.displayName'));
  readTargets(value, attributes);
  const chain = listAt(value, 'request.ipChain').map((item) => textAt(item, 'ip'));
  put(
    attributes,
    'related.ip',
    chain.filter((ip) => ip !== null),
  );
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

const isEvent = (value: JsonObject): boolean =>
  typeof value.eventType === 'string' &&
  (value.uuid ?? value.legacyEventType ?? value.securityContext ?? value.authenticationContext) !==
    undefined &&
  (value.actor ?? value.published) !== undefined;
/** Amazon EventBridge's partner source puts the event into `detail`. */
const eventOf = (value: JsonObject): JsonObject => objectAt(value, 'detail') ?? value;
const text = (item: unknown): unknown => (typeof item === 'string' ? item : undefined);
/** Okta writes `Unknown` and `UNKNOWN` where it could not tell. */
const told = (item: unknown): unknown =>
  typeof item === 'string' && item.toLowerCase() !== 'unknown' ? item : undefined;

const events = jsonConnector({
  name: 'okta',
  version: '1.3.0',
  system: 'okta',
  category: 'auth',
  free: ['debugContext.debugData', 'transaction.detail'],
  sniff: isEvent,
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
    ['client.userAgent.os', ['user_agent.os.name', 'user_agent.os.full'], told],
    ['client.userAgent.browser', 'user_agent.name', told],
    ['client.device', 'user_agent.device.name', told],
    ['client.geographicalContext.country', ['source.geo.country_name', 'client.geo.country_name']],
    ['client.geographicalContext.city', ['source.geo.city_name', 'client.geo.city_name']],
    ['client.geographicalContext.state', ['source.geo.region_name', 'client.geo.region_name']],
    ['client.geographicalContext.postalCode', 'source.geo.postal_code'],
    ['client.zone', 'network.name'],
    ['securityContext.asNumber', ['source.as.number', 'client.as.number']],
    ['securityContext.asOrg', ['source.as.organization.name', 'client.as.organization.name']],
    ['securityContext.isp', 'source.as.organization.name'],
    ['securityContext.domain', ['source.domain', 'client.domain']],
    ['device.name', 'host.name'],
    ['device.id', 'host.id'],
    ['device.os_platform', 'host.os.name'],
    ['device.os_version', 'host.os.version'],
    ['outcome.reason', 'event.reason'],
    ['debugContext.debugData.requestUri', 'url.path'],
    ['debugContext.debugData.url', 'url.original'],
    ['debugContext.debugData.origin', 'http.request.referrer'],
    [
      'debugContext.debugData.privilegeGranted',
      'user.target.roles',
      (v) => (typeof v === 'string' ? v.split(', ') : undefined),
    ],
    ['debugContext.debugData.suspiciousActivityEventIp', 'source.ip'],
    ['debugContext.debugData.clientAddress', 'source.ip'],
    ['debugContext.debugData.redirectUri', 'okta.redirect_uri'],
    ['debugContext.debugData.factor', 'okta.factor'],
    ['debugContext.debugData.threatSuspected', 'okta.threat_suspected', text],
    ['transaction.id', 'transaction.id'],
    ['severity', 'log.level'],
  ],
  classify,
});

/** Okta System Log, as the API, event hooks and EventBridge give it. */
export const okta = {
  ...events,
  sniff: (value) => isEvent(eventOf(value)),
  read: (value, context) => events.read(eventOf(value), context),
} satisfies Connector;
