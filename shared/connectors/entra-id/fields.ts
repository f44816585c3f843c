import type { Mapping } from '#shared/connectors/table.ts';
import { splitEndpoint } from '#shared/connectors/vocabulary.ts';

const address = (value: unknown): unknown =>
  typeof value === 'string' ? splitEndpoint(value).ip : undefined;
const email = (value: unknown): unknown =>
  typeof value === 'string' && /^[^@\s]+@[^@\s]+$/.test(value) ? value : undefined;
const domain = (value: unknown): unknown =>
  typeof value === 'string' ? /^[^@\s]+@([^@\s]+)$/.exec(value)?.[1] : undefined;
const nanoseconds = (value: unknown): unknown => {
  const ms = Number(value);
  return typeof value !== 'object' && Number.isFinite(ms) && ms > 0 ? Math.round(ms * 1e6) : undefined;
};
const level = (value: unknown): unknown =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

/** Graph's names; the Event Hub form has them under `properties`. */
const graph: readonly Mapping[] = [
  ['userPrincipalName', 'user.name'],
  ['userPrincipalName', 'user.email', email],
  ['userPrincipalName', 'user.domain', domain],
  ['userDisplayName', 'user.full_name'],
  ['userId', 'user.id'],
  ['servicePrincipalName', 'service.name'],
  ['appDisplayName', 'service.name'],
  ['servicePrincipalId', 'service.id'],
  ['ipAddress', ['source.ip', 'client.ip'], address],
  ['userAgent', 'user_agent.original'],
  ['deviceDetail.operatingSystem', 'user_agent.os.name'],
  ['deviceDetail.browser', 'user_agent.name'],
  ['deviceDetail.displayName', 'host.name'],
  ['deviceDetail.trustType', 'azure.signin.trust_type'],
  ['deviceDetail.deviceId', 'host.id'],
  ['location.city', 'source.geo.city_name'],
  ['location.countryOrRegion', 'source.geo.country_iso_code'],
  ['location.state', 'source.geo.region_name'],
  // "Other." stands in every sign-in that did not fail.
  ['status.failureReason', 'event.reason', (v) => (v === 'Other.' ? undefined : v)],
  ['status.additionalDetails', 'azure.signin.details'],
  ['resourceDisplayName', ['azure.signin.resource', 'service.target.name']],
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
  ['initiatedBy.user.userPrincipalName', 'user.email', email],
  ['initiatedBy.user.userPrincipalName', 'user.domain', domain],
  ['initiatedBy.user.id', 'user.id'],
  ['initiatedBy.user.displayName', 'user.full_name'],
  ['initiatedBy.user.ipAddress', ['source.ip', 'client.ip'], address],
  ['initiatedBy.user.roles', 'user.roles'],
  ['initiatedBy.app.displayName', 'service.name'],
  ['initiatedBy.app.servicePrincipalId', 'service.id'],
  ['initiatedBy.app.appId', 'azure.app_id'],
  ['resultReason', 'event.reason'],
  ['alternateSignInName', 'azure.signin.alternate_name'],
  ['homeTenantId', 'azure.home_tenant'],
  ['loggedByService', 'event.provider'],
  // Provisioning.
  ['initiatedBy.Name', 'user.name'],
  ['initiatedBy.name', 'user.name'],
  ['servicePrincipal.Name', 'service.name'],
  ['servicePrincipal.displayName', 'service.name'],
  ['sourceIdentity.Name', 'user.target.name'],
  ['sourceIdentity.displayName', 'user.target.name'],
  ['sourceIdentity.Id', 'user.target.id'],
  ['targetIdentity.Name', 'user.changes.name'],
  ['provisioningAction', 'event.action'],
  // Calls of Microsoft Graph.
  ['requestUri', ['url.original', 'url.full']],
  ['requestMethod', 'http.request.method'],
  ['responseStatusCode', 'http.response.status_code'],
  ['responseSizeBytes', 'http.response.body.bytes'],
  ['durationMs', 'event.duration', nanoseconds],
  ['roles', 'user.roles'],
];

const nested: readonly Mapping[] = graph.map(
  ([path, keys, convert]): Mapping =>
    convert === undefined ? [`properties.${path}`, keys] : [`properties.${path}`, keys, convert],
);

export const entraFields: readonly Mapping[] = [
  ...nested,
  ...graph,
  ['callerIpAddress', ['source.ip', 'client.ip'], address],
  ['identity', 'user.full_name', (v) => (typeof v === 'string' ? v : undefined)],
  ['operationName', 'azure.operation'],
  ['resultDescription', 'event.reason'],
  ['tenantId', 'cloud.account.id'],
  ['category', 'azure.category'],
  ['correlationId', 'azure.correlation_id'],
  ['level', 'log.level', level],
  ['Level', 'log.level', level],
  ['durationMs', 'event.duration', nanoseconds],
  ['properties.id', 'azure.id'],
  ['id', 'azure.id'],
  ['resourceId', 'azure.resource_id'],
];
