import type { JsonObject } from '#shared/connectors/connector.ts';
import { applyKind, type Draft } from '#shared/connectors/draft.ts';
import { jsonConnector, type Overrides } from '#shared/connectors/json-connector.ts';
import { kindRow } from '#shared/connectors/kind-row.ts';
import { listAt, type Mapping, textAt } from '#shared/connectors/table.ts';
import { put, splitEndpoint } from '#shared/connectors/vocabulary.ts';

const SIGN_INS =
  /^(SignInLogs|NonInteractiveUserSignInLogs|ServicePrincipalSignInLogs|ManagedIdentitySignInLogs|ADFSSignInLogs)$/;
const address = (value: unknown): string => splitEndpoint(String(value)).ip;
const RISKS: ReadonlyMap<string, number> = new Map(Object.entries({ high: 8, medium: 5, low: 3 }));

const isSignIn = (value: JsonObject): boolean =>
  SIGN_INS.test(String(value.category ?? '')) ||
  (value.userPrincipalName !== undefined && value.appDisplayName !== undefined) ||
  (value.servicePrincipalName !== undefined && value.appId !== undefined);
const isAudit = (value: JsonObject): boolean =>
  value.category === 'AuditLogs' ||
  (value.activityDisplayName !== undefined && value.initiatedBy !== undefined);
const isRisk = (value: JsonObject): boolean =>
  /^(RiskyUsers|UserRiskEvents|RiskyServicePrincipals|ServicePrincipalRiskEvents)$/.test(
    String(value.category ?? ''),
  ) ||
  (value.riskEventType !== undefined && value.riskState !== undefined);

/** Graph's names; the Event Hub form has them under `properties`. */
const graph: readonly Mapping[] = [
  ['userPrincipalName', 'user.name'],
  ['userPrincipalName', 'user.email', (v) => (String(v).includes('@') ? v : undefined)],
  ['userDisplayName', 'user.full_name'],
  ['userId', 'user.id'],
  ['servicePrincipalName', 'service.name'],
  ['appDisplayName', 'service.name'],
  ['servicePrincipalId', 'service.id'],
  ['ipAddress', 'source.ip', address],
  ['userAgent', 'user_agent.original'],
  ['deviceDetail.operatingSystem', 'user_agent.os.name'],
  ['deviceDetail.browser', 'user_agent.name'],
  ['deviceDetail.displayName', 'host.name'],
  ['deviceDetail.deviceId', 'host.id'],
  ['location.city', 'source.geo.city_name'],
  ['location.countryOrRegion', 'source.geo.country_iso_code'],
  ['location.state', 'source.geo.region_name'],
  ['status.failureReason', 'event.reason'],
  ['status.additionalDetails', 'azure.signin.details'],
  ['resourceDisplayName', 'azure.signin.resource'],
  ['correlationId', 'azure.correlation_id'],
  ['appId', 'azure.signin.app_id'],
  ['clientAppUsed', 'azure.signin.client_app'],
  ['conditionalAccessStatus', 'azure.signin.conditional_access'],
  ['riskLevelDuringSignIn', 'azure.risk_level'],
  ['riskLevel', 'azure.risk_level'],
  ['riskState', 'azure.risk_state'],
  ['riskEventType', 'rule.name'],
  ['autonomousSystemNumber', 'source.as.number'],
  ['activityDisplayName', 'event.action'],
  ['initiatedBy.user.userPrincipalName', 'user.name'],
  ['initiatedBy.user.id', 'user.id'],
  ['initiatedBy.user.displayName', 'user.full_name'],
  ['initiatedBy.user.ipAddress', 'source.ip', address],
  ['initiatedBy.app.displayName', 'service.name'],
  ['initiatedBy.app.servicePrincipalId', 'service.id'],
  ['resultReason', 'event.reason'],
];

function classify(value: JsonObject, draft: Draft): Overrides | undefined {
  const { attributes } = draft;
  put(attributes, 'cloud.provider', 'azure');
  const at = (path: string): string | null => textAt(value, `properties.${path}`) ?? textAt(value, path);
  if (isSignIn(value)) {
    const code = at('status.errorCode') ?? textAt(value, 'resultType');
    put(attributes, 'event.code', code);
    if (code !== null) put(attributes, 'event.outcome', code === '0' ? 'success' : 'failure');
    put(attributes, 'event.action', 'sign-in');
    const risk = RISKS.get(at('riskLevelDuringSignIn') ?? '') ?? 0;
    const failed = attributes['event.outcome'] === 'failure';
    applyKind(draft, { ...kindRow('auth authentication start'), severity: Math.max(risk, failed ? 3 : 1) });
    if (failed) put(attributes, 'failed_login_count', 1);
  } else if (isAudit(value)) readAudit(value, draft);
  else {
    const risk = RISKS.get(String(attributes['azure.risk_level'] ?? '')) ?? 4;
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
  const targets = [...listAt(value, 'properties.targetResources'), ...listAt(value, 'targetResources')];
  for (const target of targets) {
    const type = textAt(target, 'type') ?? '';
    if (type === 'User') {
      put(
        attributes,
        'user.target.name',
        textAt(target, 'userPrincipalName') ?? textAt(target, 'displayName'),
      );
      put(attributes, 'user.target.id', textAt(target, 'id'));
    } else if (type === 'Group') {
      put(attributes, 'group.name', textAt(target, 'displayName'));
      put(attributes, 'group.id', textAt(target, 'id'));
    } else put(attributes, 'azure.audit.target', textAt(target, 'displayName') ?? textAt(target, 'id'));
  }
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

/** Microsoft Entra ID: sign-ins of all kinds, audit and risk, in the Event Hub's and in Graph's form. */
export const entraId = jsonConnector({
  name: 'entra-id',
  version: '1.0.0',
  system: 'entra-id',
  category: 'auth',
  sniff: (value) => isSignIn(value) || isAudit(value) || isRisk(value),
  time: [
    'properties.createdDateTime',
    'createdDateTime',
    'properties.activityDateTime',
    'activityDateTime',
    'detectedDateTime',
    'time',
    'TimeGenerated',
  ],
  id: null,
  fields: [
    ...graph.map(
      ([path, keys, convert]): Mapping =>
        convert === undefined ? [`properties.${path}`, keys] : [`properties.${path}`, keys, convert],
    ),
    ...graph,
    ['callerIpAddress', 'source.ip', address],
    ['identity', 'user.full_name'],
    ['operationName', 'azure.operation'],
    ['resultDescription', 'event.reason'],
    ['tenantId', 'cloud.account.id'],
    ['category', 'azure.category'],
    ['correlationId', 'azure.correlation_id'],
    ['properties.id', 'azure.id'],
    ['id', 'azure.id'],
  ],
  classify,
});
