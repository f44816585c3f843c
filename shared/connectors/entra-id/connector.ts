import { isIP } from 'node:net';
import type { Connector, JsonObject } from '#shared/connectors/connector.ts';
import { applyKind, type Draft } from '#shared/connectors/draft.ts';
import { entraFields } from '#shared/connectors/entra-id/fields.ts';
import { readTargets } from '#shared/connectors/entra-id/targets.ts';
import { jsonConnector, type Overrides } from '#shared/connectors/json-connector.ts';
import { kindRow } from '#shared/connectors/kind-row.ts';
import { listAt, objectAt, textAt } from '#shared/connectors/table.ts';
import { putUrl } from '#shared/connectors/url-parts.ts';
import { type Attributes, bareAddress, put, splitEndpoint } from '#shared/connectors/vocabulary.ts';

/** `SignInLogs`, and of what else signs in: `NonInteractiveUserSignInLogs`, `ManagedIdentitySignInLogs`. */
const SIGN_INS = /^[A-Za-z]{0,60}SignInLogs$/;
const RISKS: ReadonlyMap<string, number> = new Map(Object.entries({ high: 8, medium: 5, low: 3 }));

const isSignIn = (value: JsonObject): boolean =>
  SIGN_INS.test(textAt(value, 'category') ?? '') ||
  (value.userPrincipalName !== undefined && value.appDisplayName !== undefined) ||
  (value.servicePrincipalName !== undefined && value.appId !== undefined);
const isAudit = (value: JsonObject): boolean =>
  value.category === 'AuditLogs' ||
  (value.activityDisplayName !== undefined && value.initiatedBy !== undefined);
const isRisk = (value: JsonObject): boolean =>
  /^(RiskyUsers|UserRiskEvents|RiskyServicePrincipals|ServicePrincipalRiskEvents)$/.test(
    textAt(value, 'category') ?? '',
  ) ||
  (value.riskEventType !== undefined && value.riskState !== undefined);

const isActivity = (value: JsonObject): boolean =>
  value.category !== 'AuditLogs' &&
  /^\/subscriptions\//i.test(textAt(value, 'resourceId') ?? '') &&
  typeof value.operationName === 'string' &&
  (objectAt(value, 'identity.claims') ??
    objectAt(value, 'identity.authorization') ??
    value.callerIpAddress) != null;
const isGraphCall = (value: JsonObject): boolean => value.category === 'MicrosoftGraphActivityLogs';
const isProvisioning = (value: JsonObject): boolean =>
  value.category === 'ProvisioningLogs' || value.provisioningAction !== undefined;
const isKnown = (value: JsonObject): boolean =>
  isSignIn(value) ||
  isAudit(value) ||
  isRisk(value) ||
  isActivity(value) ||
  isGraphCall(value) ||
  isProvisioning(value);

function classify(value: JsonObject, draft: Draft): Overrides | undefined {
  const { attributes } = draft;
  put(attributes, 'cloud.provider', 'azure');
  const at = (path: string): string | null => textAt(value, `properties.${path}`) ?? textAt(value, path);
  mentionCaller(value, attributes);
  if (isGraphCall(value)) {
    const status = Number(attributes['http.response.status_code'] ?? 0);
    put(attributes, 'event.outcome', status >= 400 ? 'failure' : status > 0 ? 'success' : undefined);
    put(attributes, 'service.name', 'Microsoft Graph');
    putUrl(attributes, at('requestUri') ?? undefined);
    applyKind(draft, { ...kindRow('cloud web access graph-call'), severity: 1 });
  } else if (isActivity(value)) readActivity(value, draft);
  else if (isProvisioning(value)) {
    const status = at('provisioningStatusInfo.status') ?? at('statusInfo.Status') ?? at('resultType');
    put(
      attributes,
      'event.outcome',
      status === null ? undefined : /^succ/i.test(status) ? 'success' : 'failure',
    );
    applyKind(draft, { ...kindRow('auth iam user,change provisioning'), severity: 1 });
  } else if (isSignIn(value)) {
    const code = at('status.errorCode') ?? textAt(value, 'resultType');
    put(attributes, 'event.code', code);
    if (code !== null) put(attributes, 'event.outcome', code === '0' ? 'success' : 'failure');
    put(attributes, 'event.action', 'sign-in');
    const policies = [
      ...listAt(value, 'properties.appliedConditionalAccessPolicies'),
      ...listAt(value, 'appliedConditionalAccessPolicies'),
    ].filter((one) => /^(success|failure|reportOnly(Success|Failure))$/.test(textAt(one, 'result') ?? ''));
    put(
      attributes,
      'rule.name',
      policies.map((one) => textAt(one, 'displayName')),
    );
    const risk = RISKS.get(at('riskLevelDuringSignIn') ?? '') ?? 0;
    const failed = attributes['event.outcome'] === 'failure';
    applyKind(draft, { ...kindRow('auth authentication start'), severity: Math.max(risk, failed ? 3 : 1) });
    if (failed) put(attributes, 'failed_login_count', 1);
  } else if (isAudit(value)) readAudit(value, draft);
  else {
    const risk = RISKS.get(String(attributes['azure.risk_level'] ?? '')) ?? 4;
    const more = parsed(at('additionalInfo') ?? '');
    for (const item of Array.isArray(more) ? more.slice(0, 50) : [])
      if (textAt(item, 'Key') === 'userAgent') put(attributes, 'user_agent.original', textAt(item, 'Value'));
    applyKind(draft, { ...kindRow('auth intrusion_detection info risk-detected'), severity: risk });
    if (!isRisk(value)) draft.notes.push('a category that is not known');
  }
  const target =
    attributes['azure.signin.resource'] ?? attributes['user.target.name'] ?? attributes['service.name'];
  const isService = attributes['user.name'] === undefined && typeof attributes['service.name'] === 'string';
  return {
    ...(isService ? { actor: { type: 'service' as const, id: String(attributes['service.name']) } } : {}),
    target: { type: 'asset', id: typeof target === 'string' ? target : 'entra-id' },
  };
}

/** The two addresses of the Event Hub's form can differ: the second stands among the related ones. */
function mentionCaller(value: JsonObject, attributes: Attributes): void {
  const others = [
    'callerIpAddress',
    'properties.ipAddressFromResourceProvider',
    'ipAddressFromResourceProvider',
  ]
    .map((path) => textAt(value, path))
    .filter((text) => text !== null)
    .map((text) => bareAddress(splitEndpoint(text).ip));
  put(attributes, 'related.ip', [
    ...new Set(others.filter((ip) => isIP(ip) !== 0 && ip !== attributes['source.ip'])),
  ]);
}

const CLAIM = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/';

/** Azure's activity log: who did what to which resource. */
function readActivity(value: JsonObject, draft: Draft): void {
  const { attributes } = draft;
  const claims = objectAt(value, 'identity.claims') ?? {};
  const claim = (name: string): unknown => claims[`${CLAIM}${name}`] ?? claims[name];
  put(attributes, 'user.name', claim('upn') ?? claim('name') ?? textAt(value, 'caller'));
  const name = attributes['user.name'];
  if (typeof name === 'string' && name.includes('@')) put(attributes, 'user.email', name);
  put(attributes, 'user.full_name', claims.name);
  put(
    attributes,
    'user.id',
    claims['http://schemas.microsoft.com/identity/claims/objectidentifier'] ?? claims.oid,
  );
  put(attributes, 'source.ip', claims.ipaddr);
  put(attributes, 'service.id', claims.appid);
  const resource = (textAt(value, 'resourceId') ?? '').slice(0, 2_000);
  put(attributes, 'cloud.account.id', /^\/subscriptions\/([^/]+)/i.exec(resource)?.[1]);
  put(attributes, 'entity.id', resource);
  const parts = resource.split('/');
  put(attributes, 'entity.name', parts.length > 8 ? parts.at(-1) : undefined);
  if (parts.at(-2)?.toLowerCase() === 'virtualmachines') put(attributes, 'host.name', parts.at(-1));
  const group = parts.findIndex((part) => part.toLowerCase() === 'resourcegroups');
  put(attributes, 'azure.resource_group', group === -1 ? undefined : parts[group + 1]);
  put(attributes, 'cloud.region', textAt(value, 'location'));
  const operation = textAt(value, 'operationName') ?? '';
  put(attributes, 'event.action', operation);
  const result = textAt(value, 'resultType') ?? textAt(value, 'resultSignature') ?? '';
  put(
    attributes,
    'event.outcome',
    /^succ|^start|^accept/i.test(result) ? 'success' : /^fail/i.test(result) ? 'failure' : undefined,
  );
  const type = /delete$/i.test(operation) ? 'deletion' : /write$/i.test(operation) ? 'change' : 'access';
  const iam = /authorization\/(role|policy)/i.test(operation);
  applyKind(draft, {
    ...kindRow(`cloud ${iam ? 'iam' : 'configuration'} ${iam ? 'admin,change' : type}`),
    severity: iam ? 5 : type === 'deletion' ? 3 : 1,
  });
}

/** `additionalDetails` is a list of keys and values; a sign-in's agent stands there for audit events. */
function readDetails(value: JsonObject, attributes: Attributes): void {
  for (const item of [
    ...listAt(value, 'properties.additionalDetails'),
    ...listAt(value, 'additionalDetails'),
  ]) {
    const [key, text] = [textAt(item, 'key') ?? '', textAt(item, 'value')];
    if (/^user-?agent$/i.test(key)) put(attributes, 'user_agent.original', text);
    else if (/^InvitedUserEmailAddress$/i.test(key)) put(attributes, 'user.target.email', text);
    else if (/^(ipaddr|clientip|ip address)/i.test(key)) put(attributes, 'source.ip', text);
  }
}

function readAudit(value: JsonObject, draft: Draft): void {
  const { attributes } = draft;
  const action = String(attributes['event.action'] ?? textAt(value, 'operationName') ?? '');
  const result =
    textAt(value, 'properties.result') ?? textAt(value, 'result') ?? textAt(value, 'resultType') ?? '';
  put(
    attributes,
    'event.outcome',
    /^success/i.test(result) ? 'success' : result === '' ? undefined : 'failure',
  );
  readTargets(
    [...listAt(value, 'properties.targetResources'), ...listAt(value, 'targetResources')],
    attributes,
  );
  readDetails(value, attributes);
  const privileged = /role|credential|secret|certificat|consent|conditional access|policy/i.test(action);
  const type = /^(add|create|invite)/i.test(action)
    ? 'creation'
    : /^(delete|remove)/i.test(action)
      ? 'deletion'
      : 'change';
  applyKind(draft, {
    ...kindRow(`auth iam ${/group/i.test(action) ? 'group' : 'user'},${type}`),
    action: action === '' ? 'audit' : action,
    severity: privileged ? 5 : 2,
  });
}

/** Sentinel's tables begin their columns with a capital: the same record otherwise. */
function lowered(value: JsonObject): JsonObject {
  const isTable =
    value.TimeGenerated !== undefined &&
    (value.UserPrincipalName ?? value.ServicePrincipalName ?? value.InitiatedBy) !== undefined;
  if (!isTable) return value;
  const record: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    const lower = /^[A-Z]{2,}[a-z]/.test(name)
      ? name.replace(/^[A-Z]+(?=[A-Z])/, (head) => head.toLowerCase())
      : name.charAt(0).toLowerCase() + name.slice(1);
    const text = typeof item === 'string' && /^[{[]/.test(item) ? parsed(item) : undefined;
    record[{ locationDetails: 'location', aadTenantId: 'tenantId' }[lower] ?? lower] = text ?? item;
  }
  return record;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const records = jsonConnector({
  name: 'entra-id',
  version: '1.3.0',
  system: 'entra-id',
  category: 'auth',
  sniff: isKnown,
  time: [
    'properties.createdDateTime',
    'createdDateTime',
    'properties.activityDateTime',
    'activityDateTime',
    'detectedDateTime',
    'time',
    'timeGenerated',
    'TimeGenerated',
  ],
  id: null,
  fields: entraFields,
  classify,
});

/** Microsoft Entra ID: sign-ins of all kinds, audit, risk, provisioning and Azure's activity, in Event Hub's, Graph's and Sentinel's form. */
export const entraId = {
  ...records,
  sniff: (value) => isKnown(lowered(value)),
  read: (value, context) => records.read(lowered(value), context),
} satisfies Connector;
