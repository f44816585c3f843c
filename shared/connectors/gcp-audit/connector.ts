import type { JsonObject } from '#shared/connectors/connector.ts';
import { applyKind, type Draft } from '#shared/connectors/draft.ts';
import {
  isRefused,
  member,
  putLocation,
  putMentioned,
  putResource,
  putSides,
} from '#shared/connectors/gcp-audit/details.ts';
import { jsonConnector, type Overrides } from '#shared/connectors/json-connector.ts';
import { kindRow } from '#shared/connectors/kind-row.ts';
import { protocols } from '#shared/connectors/protocols.ts';
import { listAt, objectAt, textAt } from '#shared/connectors/table.ts';
import { putUrl } from '#shared/connectors/url-parts.ts';
import { put } from '#shared/connectors/vocabulary.ts';

const SEVERITIES: ReadonlyMap<string, number> = new Map(
  Object.entries({
    DEFAULT: 1,
    DEBUG: 0,
    INFO: 1,
    NOTICE: 2,
    WARNING: 4,
    ERROR: 6,
    CRITICAL: 8,
    ALERT: 9,
    EMERGENCY: 10,
  }),
);
const isAudit = (value: JsonObject): boolean => objectAt(value, 'protoPayload') !== null;
const isFlow = (value: JsonObject): boolean => objectAt(value, 'jsonPayload.connection') !== null;
const isHttp = (value: JsonObject): boolean => objectAt(value, 'httpRequest') !== null;
const isDns = (value: JsonObject): boolean => textAt(value, 'jsonPayload.queryName') !== null;

function classify(value: JsonObject, draft: Draft): Overrides | undefined {
  const { attributes } = draft;
  put(attributes, 'cloud.provider', 'gcp');
  draft.vendorId = null;
  putLocation(value, attributes);
  const declared = SEVERITIES.get(textAt(value, 'severity') ?? '') ?? 1;
  if (isFlow(value)) {
    putSides(value, attributes);
    const protocol = textAt(value, 'jsonPayload.connection.protocol');
    put(attributes, 'network.transport', protocol === null ? undefined : protocols.get(protocol));
    const verdict = textAt(value, 'jsonPayload.disposition');
    put(
      attributes,
      'event.outcome',
      verdict === null ? undefined : verdict === 'DENIED' ? 'failure' : 'success',
    );
    applyKind(draft, {
      ...kindRow('network network connection flow'),
      type: ['connection', ...(verdict === null ? [] : [verdict === 'DENIED' ? 'denied' : 'allowed'])],
      severity: verdict === 'DENIED' ? 2 : 1,
    });
    return undefined;
  }
  putUrl(attributes, textAt(value, 'httpRequest.requestUrl') ?? undefined);
  if (isDns(value)) {
    // `name.\tTTL\tIN\ttype\tdata`, one answer a line.
    const answers = (textAt(value, 'jsonPayload.rdata') ?? '')
      .split('\n')
      .flatMap((line) => line.split('\t').slice(4));
    put(
      attributes,
      'dns.answers.data',
      answers.map((answer) => answer.replace(/\.$/, '')),
    );
    put(attributes, 'dns.resolved_ip', answers);
    put(attributes, 'network.protocol', 'dns');
    applyKind(draft, kindRow('network network connection,protocol dns-query'));
    return undefined;
  }
  if (isHttp(value) && !isAudit(value)) {
    applyKind(draft, kindRow('network network,web access load-balancer-request'));
    return undefined;
  }
  if (!isAudit(value)) draft.notes.push('neither an audit log nor one of the logs beside it');
  const method = textAt(value, 'protoPayload.methodName') ?? '';
  const code = Number(textAt(value, 'protoPayload.status.code') ?? 0);
  // A sign-in that failed is a call that succeeded: the name of the method says which it was.
  const failed = code !== 0 || isRefused(value) || /(?:Failure|Failed|Denied)$/.test(method);
  put(attributes, 'event.outcome', failed ? 'failure' : 'success');
  const email = textAt(value, 'protoPayload.authenticationInfo.principalEmail');
  if (email !== null) {
    put(attributes, 'user.name', email.startsWith('system:') ? email : email.split('@', 1)[0]);
    // Kubernetes' own accounts have no address.
    if (!email.includes('@')) delete attributes['user.email'];
    else put(attributes, 'user.domain', email.slice(email.indexOf('@') + 1));
  }
  put(attributes, 'cloud.service.name', textAt(value, 'protoPayload.serviceName'));
  putMentioned(value, attributes);
  putResource(
    textAt(value, 'protoPayload.resourceName') ?? '',
    textAt(value, 'protoPayload.serviceName') ?? '',
    attributes,
  );
  const verb = method.slice(method.lastIndexOf('.') + 1);
  const type = /^(insert|create|add)/i.test(verb)
    ? 'creation'
    : /^(delete|remove)/i.test(verb)
      ? 'deletion'
      : /^(update|patch|set|enable|disable|start|stop|assign|grant|rename)/i.test(verb)
        ? 'change'
        : 'access';
  const iam = /setIamP(olicy|ermissions)|serviceAccount|\.iam\.|role/i.test(method);
  const storage = /^storage\./.test(method);
  applyKind(draft, {
    category: iam ? 'auth' : storage ? 'storage' : 'cloud',
    ecs: iam ? ['iam'] : storage ? ['file'] : ['configuration'],
    type: [iam && type === 'access' ? 'info' : type],
    severity: Math.max(declared, iam && type !== 'access' ? 4 : 1, code === 7 ? 3 : 1),
  });
  // Google Workspace's audit logs name what happened in a list of their own.
  put(
    attributes,
    'gcp.workspace.events',
    listAt(value, 'protoPayload.metadata.event').flatMap((one) => textAt(one, 'eventName') ?? []),
  );
  const resource = textAt(value, 'protoPayload.resourceName');
  return {
    ...(email?.endsWith('gserviceaccount.com') ? { actor: { type: 'service' as const, id: email } } : {}),
    target: { type: 'asset', id: resource ?? textAt(value, 'protoPayload.serviceName') ?? 'gcp' },
  };
}

/** Google Cloud audit logs, and beside them VPC flow, firewall and DNS logs, as Cloud Logging exports them. */
export const gcpAudit = jsonConnector({
  name: 'gcp-audit',
  version: '1.3.0',
  system: 'gcp',
  category: 'cloud',
  free: [
    'labels',
    'resource.labels',
    'protoPayload.request',
    'protoPayload.response',
    'protoPayload.metadata',
  ],
  sniff: (value) =>
    (value.logName !== undefined && (isAudit(value) || isFlow(value) || isDns(value) || isHttp(value))) ||
    (textAt(value, 'protoPayload.methodName') ?? textAt(value, 'protoPayload.serviceName')) !== null,
  time: ['timestamp', 'receiveTimestamp'],
  id: null,
  fields: [
    ['protoPayload.methodName', 'event.action'],
    ['protoPayload.serviceName', 'event.provider'],
    ['protoPayload.authenticationInfo.principalEmail', 'user.email'],
    ['protoPayload.authenticationInfo.principalSubject', 'user.id'],
    [
      'protoPayload.requestMetadata.callerIp',
      'source.ip',
      (v) => (/^[0-9a-fA-F:.]+$/.test(String(v)) ? v : undefined),
    ],
    [
      'protoPayload.requestMetadata.callerIP',
      'source.ip',
      (v) => (/^[0-9a-fA-F:.]+$/.test(String(v)) ? v : undefined),
    ],
    ['protoPayload.requestMetadata.callerSuppliedUserAgent', 'user_agent.original'],
    ['protoPayload.resourceName', 'cloud.resource.id'],
    ['protoPayload.status.code', 'event.code', String],
    ['protoPayload.status.message', 'event.reason'],
    ['protoPayload.request.name', 'gcp.request.name'],
    ['protoPayload.requestMetadata.destinationAttributes.ip', 'destination.ip'],
    ['protoPayload.requestMetadata.destinationAttributes.port', 'destination.port'],
    ['protoPayload.authenticationInfo.serviceAccountKeyName', 'gcp.service_account_key'],
    ['protoPayload.request.serviceAccount.displayName', 'gcp.service_account_name'],
    ['protoPayload.request.account_id', 'user.target.name'],
    ['protoPayload.response.email', 'user.target.email'],
    ['protoPayload.serviceData.policyDelta.bindingDeltas.0.member', 'user.target.name', member],
    ['protoPayload.metadata.policyDelta.bindingDeltas.0.member', 'user.target.name', member],
    ['protoPayload.request.spec.user', 'user.effective.name'],
    ['protoPayload.request.spec.containers.0.image', 'container.image.name'],
    ['protoPayload.request.spec.template.spec.containers.0.image', 'container.image.name'],
    ['jsonPayload.connection.src_ip', 'source.ip'],
    ['jsonPayload.connection.src_port', 'source.port'],
    ['jsonPayload.connection.dest_ip', 'destination.ip'],
    ['jsonPayload.connection.dest_port', 'destination.port'],
    ['jsonPayload.connection.protocol', 'network.iana_number', String],
    ['jsonPayload.bytes_sent', ['source.bytes', 'network.bytes']],
    ['jsonPayload.packets_sent', ['source.packets', 'network.packets']],
    ['jsonPayload.src_instance.vm_name', 'source.domain'],
    ['jsonPayload.dest_instance.vm_name', 'destination.domain'],
    ['jsonPayload.instance.vm_name', 'host.name'],
    ['jsonPayload.rule_details.reference', 'rule.name'],
    ['jsonPayload.rule_details.action', 'gcp.firewall.action'],
    ['jsonPayload.queryName', 'dns.question.name', (v) => String(v).replace(/\.$/, '')],
    ['jsonPayload.destinationIP', 'destination.ip'],
    ['jsonPayload.vmInstanceIdString', 'host.id'],
    ['jsonPayload.vmInstanceId', 'host.id', String],
    ['jsonPayload.vmProjectId', 'cloud.project.id'],
    ['jsonPayload.vmZoneName', 'cloud.availability_zone'],
    ['jsonPayload.dest_location.country', 'destination.geo.country_name'],
    ['jsonPayload.src_location.country', 'source.geo.country_name'],
    ['jsonPayload.src_gke_details.pod.pod_name', 'orchestrator.resource.name'],
    ['jsonPayload.instance.project_id', 'cloud.project.id'],
    ['jsonPayload.instance.region', 'cloud.region'],
    ['jsonPayload.src_location.asn', 'source.as.number'],
    ['jsonPayload.src_location.city', 'source.geo.city_name'],
    ['jsonPayload.src_location.region', 'source.geo.region_name'],
    ['jsonPayload.src_location.continent', 'source.geo.continent_name'],
    ['jsonPayload.dest_location.asn', 'destination.as.number'],
    ['jsonPayload.dest_location.city', 'destination.geo.city_name'],
    ['jsonPayload.dest_location.region', 'destination.geo.region_name'],
    ['jsonPayload.dest_location.continent', 'destination.geo.continent_name'],
    ['jsonPayload.src_gke_details.cluster.cluster_name', 'orchestrator.cluster.name'],
    ['jsonPayload.src_gke_details.pod.pod_namespace', 'orchestrator.namespace'],
    ['jsonPayload.dest_gke_details.pod.pod_name', 'orchestrator.resource.name'],
    ['jsonPayload.dest_gke_details.pod.pod_namespace', 'orchestrator.namespace'],
    ['jsonPayload.dest_gke_details.cluster.cluster_name', 'orchestrator.cluster.name'],
    // A proxy's network load balancer.
    ['jsonPayload.connection.clientIp', 'source.ip'],
    ['jsonPayload.connection.clientPort', 'source.port'],
    ['jsonPayload.connection.serverIp', 'destination.ip'],
    ['jsonPayload.connection.serverPort', 'destination.port'],
    ['jsonPayload.instance.zone', 'cloud.availability_zone'],
    [
      'jsonPayload.rule_details.direction',
      'network.direction',
      (v) => ({ INGRESS: 'inbound', EGRESS: 'outbound' })[String(v)],
    ],
    ['jsonPayload.rule_details.priority', 'gcp.firewall.priority'],
    ['jsonPayload.start_time', 'event.start'],
    ['jsonPayload.end_time', 'event.end'],
    ['httpRequest.remoteIp', 'source.ip'],
    ['httpRequest.serverIp', 'destination.ip'],
    ['httpRequest.requestMethod', 'http.request.method'],
    ['httpRequest.status', 'http.response.status_code'],
    ['httpRequest.protocol', 'network.protocol', (v) => String(v).split('/', 1)[0]?.toLowerCase()],
    ['httpRequest.protocol', 'http.version', (v) => String(v).split('/')[1]],
    ['httpRequest.userAgent', 'user_agent.original'],
    ['httpRequest.referer', 'http.request.referrer'],
    ['httpRequest.requestSize', 'http.request.bytes'],
    ['httpRequest.responseSize', 'http.response.bytes'],
    ['jsonPayload.enforcedSecurityPolicy.name', 'rule.name'],
    ['jsonPayload.queryType', 'dns.question.type'],
    ['jsonPayload.responseCode', 'dns.response_code'],
    ['jsonPayload.sourceIP', 'source.ip'],
    ['jsonPayload.protocol', 'network.transport', (v) => String(v).toLowerCase()],
    ['jsonPayload.vmInstanceName', 'host.name'],
    ['resource.labels.project_id', ['cloud.project.id', 'cloud.account.id']],
    ['resource.labels.zone', 'cloud.availability_zone', (v) => (v === 'global' ? undefined : v)],
    ['resource.labels.instance_id', 'host.id'],
    ['resource.labels.email_id', 'user.target.email'],
    ['resource.labels.subnetwork_name', 'network.name'],
    ['resource.labels.cluster_name', 'orchestrator.cluster.name'],
    ['resource.labels.namespace_name', 'orchestrator.namespace'],
    ['resource.labels.pod_name', 'orchestrator.resource.name'],
    ['resource.labels.container_name', 'container.name'],
    ['resource.labels.bucket_name', 'gcp.bucket.name'],
    ['insertId', 'gcp.insert_id'],
    ['logName', 'log.logger'],
    ['severity', 'log.level'],
  ],
  classify,
});
