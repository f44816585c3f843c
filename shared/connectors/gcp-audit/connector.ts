import type { JsonObject } from '#shared/connectors/connector.ts';
import { applyKind, type Draft } from '#shared/connectors/draft.ts';
import { jsonConnector, type Overrides } from '#shared/connectors/json-connector.ts';
import { kindRow } from '#shared/connectors/kind-row.ts';
import { protocols } from '#shared/connectors/protocols.ts';
import { objectAt, textAt } from '#shared/connectors/table.ts';
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
const isDns = (value: JsonObject): boolean => textAt(value, 'jsonPayload.queryName') !== null;

function classify(value: JsonObject, draft: Draft): Overrides | undefined {
  const { attributes } = draft;
  put(attributes, 'cloud.provider', 'gcp');
  draft.vendorId = null;
  const declared = SEVERITIES.get(textAt(value, 'severity') ?? '') ?? 1;
  if (isFlow(value)) {
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
  if (isDns(value)) {
    applyKind(draft, kindRow('network network connection,protocol dns-query'));
    return undefined;
  }
  if (!isAudit(value)) draft.notes.push('neither an audit log nor one of the logs beside it');
  const method = textAt(value, 'protoPayload.methodName') ?? '';
  const code = Number(textAt(value, 'protoPayload.status.code') ?? 0);
  put(attributes, 'event.outcome', code === 0 ? 'success' : 'failure');
  const email = textAt(value, 'protoPayload.authenticationInfo.principalEmail');
  if (email !== null) put(attributes, 'user.name', email.split('@', 1)[0]);
  const verb = method.slice(method.lastIndexOf('.') + 1);
  const type = /^(insert|create|add)/i.test(verb)
    ? 'creation'
    : /^(delete|remove)/i.test(verb)
      ? 'deletion'
      : /^(update|patch|set|enable|disable|start|stop)/i.test(verb)
        ? 'change'
        : 'access';
  const iam = /setIamPolicy|serviceAccount|\.iam\.|role/i.test(method);
  const storage = /^storage\./.test(method);
  applyKind(draft, {
    category: iam ? 'auth' : storage ? 'storage' : 'cloud',
    ecs: iam ? ['iam'] : storage ? ['file'] : ['configuration'],
    type: [type],
    severity: Math.max(declared, iam && type !== 'access' ? 4 : 1, code === 7 ? 3 : 1),
  });
  const resource = textAt(value, 'protoPayload.resourceName');
  return {
    ...(email?.endsWith('gserviceaccount.com') ? { actor: { type: 'service' as const, id: email } } : {}),
    target: { type: 'asset', id: resource ?? textAt(value, 'protoPayload.serviceName') ?? 'gcp' },
  };
}

/** Google Cloud audit logs, and beside them VPC flow, firewall and DNS logs, as Cloud Logging exports them. */
export const gcpAudit = jsonConnector({
  name: 'gcp-audit',
  version: '1.0.0',
  system: 'gcp',
  category: 'cloud',
  sniff: (value) => value.logName !== undefined && (isAudit(value) || isFlow(value) || isDns(value)),
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
    ['protoPayload.requestMetadata.callerSuppliedUserAgent', 'user_agent.original'],
    ['protoPayload.resourceName', 'cloud.resource.id'],
    ['protoPayload.status.code', 'event.code', String],
    ['protoPayload.status.message', 'event.reason'],
    ['protoPayload.request.name', 'gcp.request.name'],
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
    ['jsonPayload.remote_location.country', 'source.geo.country_name'],
    ['jsonPayload.queryName', 'dns.question.name', (v) => String(v).replace(/\.$/, '')],
    ['jsonPayload.queryType', 'dns.question.type'],
    ['jsonPayload.responseCode', 'dns.response_code'],
    ['jsonPayload.sourceIP', 'source.ip'],
    ['jsonPayload.protocol', 'network.transport', (v) => String(v).toLowerCase()],
    ['jsonPayload.vmInstanceName', 'host.name'],
    ['resource.labels.project_id', ['cloud.project.id', 'cloud.account.id']],
    ['resource.labels.location', 'cloud.region'],
    ['resource.labels.zone', 'cloud.availability_zone'],
    ['resource.labels.instance_id', 'host.id'],
    ['resource.labels.cluster_name', 'orchestrator.cluster.name'],
    ['resource.labels.bucket_name', 'gcp.bucket.name'],
    ['insertId', 'gcp.insert_id'],
    ['logName', 'log.logger'],
    ['severity', 'log.level'],
  ],
  classify,
});
