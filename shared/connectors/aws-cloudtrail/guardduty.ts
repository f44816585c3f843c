import type { JsonObject } from '#shared/connectors/connector.ts';
import { applyKind, type Draft } from '#shared/connectors/draft.ts';
import type { Overrides } from '#shared/connectors/json-connector.ts';
import { type Mapping, textAt } from '#shared/connectors/table.ts';
import { put, replace } from '#shared/connectors/vocabulary.ts';

/** Where the far side of an action stands on the map and in the routing. */
function remoteOf(action: string, side: 'source' | 'destination'): readonly Mapping[] {
  const remote = `service.action.${action}.remoteIpDetails`;
  return [
    [`${remote}.country.countryName`, `${side}.geo.country_name`],
    [`${remote}.city.cityName`, `${side}.geo.city_name`],
    [`${remote}.organization.asn`, `${side}.as.number`],
    [`${remote}.organization.asnOrg`, `${side}.as.organization.name`],
  ];
}

/** Seconds since the epoch as an ISO time; text as it stands. */
const time = (value: unknown): unknown =>
  typeof value === 'number' && value > 0 && value < 1e11 ? new Date(value * 1e3).toISOString() : value;

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
  ['service.action.dnsRequestAction.protocol', 'network.transport', (v) => String(v).toLowerCase()],
  ['service.action.networkConnectionAction.localIpDetails.ipAddressV4', 'source.ip'],
  ['service.action.networkConnectionAction.connectionDirection', 'aws.guardduty.direction'],
  ['service.action.awsApiCallAction.remoteIpDetails.country.countryName', 'source.geo.country_name'],
  ['service.action.awsApiCallAction.remoteIpDetails.city.cityName', 'source.geo.city_name'],
  ['service.action.awsApiCallAction.userAgent', 'user_agent.original'],
  ['service.action.awsApiCallAction.domainDetails.domain', 'destination.domain'],
  ['service.action.awsApiCallAction.errorCode', 'error.code'],
  ['service.action.portProbeAction.portProbeDetails.0.localIpDetails.ipAddressV4', 'destination.ip'],
  ['service.action.kubernetesApiCallAction.remoteIpDetails.ipAddressV4', 'source.ip'],
  ['service.action.kubernetesApiCallAction.sourceIps.0', 'source.ip'],
  ['service.action.kubernetesApiCallAction.sourceIPs.0', 'source.ip'],
  ...remoteOf('kubernetesApiCallAction', 'source'),
  ...remoteOf('rdsLoginAttemptAction', 'source'),
  ...remoteOf('awsApiCallAction', 'source'),
  ...remoteOf('portProbeAction.portProbeDetails.0', 'source'),
  ...remoteOf('networkConnectionAction', 'destination'),
  ['service.evidence.threatIntelligenceDetails.0.threatNames', 'threat.indicator.name'],
  ['service.evidence.threatIntelligenceDetails.0.threatListName', 'threat.feed.name'],
  ['service.action.kubernetesApiCallAction.requestUri', 'url.path'],
  ['service.action.kubernetesApiCallAction.verb', 'event.action'],
  ['service.action.kubernetesApiCallAction.statusCode', 'http.response.status_code'],
  ['service.action.kubernetesApiCallAction.userAgent', 'user_agent.original'],
  ['service.action.rdsLoginAttemptAction.remoteIpDetails.ipAddressV4', 'source.ip'],
  ['service.action.rdsLoginAttemptAction.loginAttributes.0.user', 'user.name'],
  ['resource.rdsDbUserDetails.user', 'user.name'],
  ['service.runtimeDetails.process.name', 'process.name'],
  ['service.runtimeDetails.process.executablePath', 'process.executable'],
  ['service.runtimeDetails.process.executableSha256', 'process.hash.sha256'],
  ['service.runtimeDetails.process.pid', 'process.pid'],
  ['service.runtimeDetails.process.user', 'user.name'],
  ['service.runtimeDetails.process.userId', 'user.id', String],
  ['service.runtimeDetails.process.euid', 'user.effective.id', String],
  ['service.runtimeDetails.process.pwd', 'process.working_directory'],
  ['service.runtimeDetails.process.startTime', 'process.start', time],
  ['service.runtimeDetails.process.lineage.0.pid', 'process.parent.pid'],
  ['service.runtimeDetails.process.lineage.0.name', 'process.parent.name'],
  ['service.runtimeDetails.process.lineage.0.executablePath', 'process.parent.executable'],
  ['service.runtimeDetails.context.commandLineExample', 'process.command_line'],
  ['service.runtimeDetails.context.threatFilePath', 'file.path'],
  ['service.runtimeDetails.context.scriptPath', 'file.path'],
  [
    'service.ebsVolumeScanDetails.scanDetections.threatDetectedByName.threatNames.0.filePaths.0.filePath',
    'file.path',
  ],
  [
    'service.ebsVolumeScanDetails.scanDetections.threatDetectedByName.threatNames.0.filePaths.0.hash',
    'file.hash.sha256',
  ],
  ['service.ebsVolumeScanDetails.scanDetections.threatDetectedByName.threatNames.0.name', 'threat.name'],
  ['resource.instanceDetails.networkInterfaces.0.privateDnsName', 'host.hostname'],
  ['resource.instanceDetails.networkInterfaces.0.publicDnsName', 'host.name'],
  ['resource.instanceDetails.imageId', 'aws.guardduty.image_id'],
  ['resource.instanceDetails.instanceType', 'cloud.machine.type'],
  ['resource.instanceDetails.availabilityZone', 'cloud.availability_zone'],
  ['resource.eksClusterDetails.name', 'orchestrator.cluster.name'],
  ['resource.kubernetesDetails.kubernetesUserDetails.username', 'user.name'],
  ['resource.kubernetesDetails.kubernetesUserDetails.groups', 'group.name'],
  ['resource.kubernetesDetails.kubernetesWorkloadDetails.name', 'orchestrator.resource.name'],
  ['resource.kubernetesDetails.kubernetesWorkloadDetails.namespace', 'orchestrator.namespace'],
  ['resource.containerDetails.image', 'container.image.name'],
  ['resource.containerDetails.id', 'container.id'],
  ['resource.containerDetails.name', 'container.name'],
  ['resource.rdsDbInstanceDetails.dbInstanceIdentifier', 'service.name'],
  ['service.additionalInfo.threatListName', 'threat.feed.name'],
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
    if (text !== null && attributes[key] === undefined) replace(attributes, key, text);
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

const SIDES = ['ip', 'port', 'geo.country_name', 'geo.city_name', 'as.number', 'as.organization.name'];

/** The finding speaks of a local and a remote side: of an inbound connection the remote one is the source. */
function turnAround({ attributes }: Draft): void {
  for (const part of SIDES) {
    const { [`source.${part}`]: own, [`destination.${part}`]: peer } = attributes;
    delete attributes[`source.${part}`];
    delete attributes[`destination.${part}`];
    put(attributes, `source.${part}`, peer);
    put(attributes, `destination.${part}`, own);
  }
}
