import type { JsonObject } from '#shared/connectors/connector.ts';
import { applyKind, type Draft } from '#shared/connectors/draft.ts';
import type { Overrides } from '#shared/connectors/json-connector.ts';
import { type Mapping, textAt } from '#shared/connectors/table.ts';
import { put } from '#shared/connectors/vocabulary.ts';

/** A finding's paths in GuardDuty's camel case (EventBridge); exports of the API write them with capitals. */
const paths: readonly Mapping[] = [
  ['type', 'rule.name'],
  ['title', 'message'],
  ['description', 'event.reason'],
  ['accountId', 'cloud.account.id'],
  ['region', 'cloud.region'],
  ['severity', 'event.severity'],
  ['resource.instanceDetails.instanceId', 'host.id'],
  ['resource.instanceDetails.networkInterfaces.0.privateIpAddress', 'host.ip'],
  ['resource.instanceDetails.networkInterfaces.0.publicIp', 'source.nat.ip'],
  ['resource.accessKeyDetails.userName', 'user.name'],
  ['resource.accessKeyDetails.principalId', 'user.id'],
  ['resource.accessKeyDetails.accessKeyId', 'aws.cloudtrail.user_identity.access_key_id'],
  ['resource.s3BucketDetails.0.name', 'aws.s3.bucket.name'],
  ['service.action.awsApiCallAction.remoteIpDetails.ipAddressV4', 'source.ip'],
  ['service.action.awsApiCallAction.api', 'event.action'],
  ['service.action.awsApiCallAction.serviceName', 'event.provider'],
  ['service.action.networkConnectionAction.remoteIpDetails.ipAddressV4', 'destination.ip'],
  ['service.action.networkConnectionAction.remotePortDetails.port', 'destination.port'],
  ['service.action.networkConnectionAction.localPortDetails.port', 'source.port'],
  ['service.action.networkConnectionAction.protocol', 'network.transport', (v) => String(v).toLowerCase()],
  ['service.action.portProbeAction.portProbeDetails.0.remoteIpDetails.ipAddressV4', 'source.ip'],
  ['service.action.portProbeAction.portProbeDetails.0.localPortDetails.port', 'destination.port'],
  ['service.action.dnsRequestAction.domain', 'dns.question.name'],
];

const capital = (path: string): string =>
  path.replace(/(^|\.)([a-z])/g, (_all, dot: string, letter: string) => dot + letter.toUpperCase());

export const guardDutyFields: readonly Mapping[] = paths.flatMap((mapping): Mapping[] => {
  const [path, keys, convert] = mapping;
  const other: Mapping = convert === undefined ? [capital(path), keys] : [capital(path), keys, convert];
  // Short names stand in other AWS logs too, with other meanings.
  return /^(type|title|description|region|severity)$/.test(path) ? [other] : [mapping, other];
});

/** A GuardDuty finding: an alert of the vendor's, its severity taken as it is (0–10). */
export function readGuardDuty(value: JsonObject, draft: Draft): Overrides | undefined {
  const { attributes } = draft;
  for (const [name, key] of [
    ['type', 'rule.name'],
    ['title', 'message'],
    ['description', 'event.reason'],
    ['region', 'cloud.region'],
  ] as const) {
    const text = textAt(value, name);
    if (text !== null) attributes[key] ??= text;
  }
  if (textAt(value, 'service.action.networkConnectionAction.connectionDirection') === 'INBOUND')
    turnAround(draft);
  attributes['event.kind'] = 'alert';
  applyKind(draft, {
    category: 'cloud',
    ecs: ['intrusion_detection'],
    type: ['info'],
    action: 'guardduty-finding',
  });
  const severity = Number(value.severity ?? value.Severity ?? 1);
  draft.severity = Number.isFinite(severity) ? Math.min(10, Math.max(0, Math.round(severity))) : 1;
  draft.vendorId = textAt(value, 'id') ?? textAt(value, 'Id');
  const target =
    textAt(value, 'resource.instanceDetails.instanceId') ?? textAt(value, 'resource.s3BucketDetails.0.name');
  return target === null ? undefined : { target: { type: 'asset', id: target } };
}

/** The finding speaks of a local and a remote side: of an inbound connection the remote one is the source. */
function turnAround({ attributes }: Draft): void {
  const { 'source.port': local, 'destination.port': remote, 'destination.ip': peer } = attributes;
  for (const key of ['source.port', 'destination.port', 'destination.ip']) delete attributes[key];
  put(attributes, 'source.ip', peer);
  put(attributes, 'source.port', remote);
  put(attributes, 'destination.port', local);
}
