import type { JsonObject } from '#shared/connectors/connector.ts';
import { isJsonObject } from '#shared/connectors/parse-json.ts';
import { listAt, objectAt, textAt } from '#shared/connectors/table.ts';
import { traceStep } from '#shared/connectors/trace.ts';
import { type Attributes, put } from '#shared/connectors/vocabulary.ts';

/** One event out of an envelope, and what the envelope said about it. */
export type Wrapped = {
  content: JsonObject | string;
  /** Written where the event itself says nothing. */
  hints: Attributes;
  /** The envelope's time of the event; undefined where it has none. */
  time: unknown;
};

type Envelope = (value: JsonObject) => Wrapped[] | null;

const plain = (content: unknown): Wrapped[] =>
  isJsonObject(content) || typeof content === 'string' ? [{ content, hints: {}, time: undefined }] : [];

/** CloudWatch Logs subscription: a control message holds no event. */
const cloudWatchLogs: Envelope = (value) => {
  if (value.messageType === 'CONTROL_MESSAGE' && Array.isArray(value.logEvents)) return [];
  if (value.messageType !== 'DATA_MESSAGE' || !Array.isArray(value.logEvents)) return null;
  if (!value.logEvents.every(isJsonObject)) return null;
  return value.logEvents.flatMap((item) => {
    // An empty line says nothing; an item that is no log event is kept as it stands.
    const message = textAt(item, 'message') ?? (isJsonObject(item) && item.message !== '' ? item : null);
    if (message === null) return [];
    const hints: Attributes = {};
    put(hints, 'cloud.account.id', value.owner);
    put(hints, 'aws.cloudwatch.log_group', value.logGroup);
    put(hints, 'aws.cloudwatch.log_stream', value.logStream);
    return [{ content: message, hints, time: isJsonObject(item) ? item.timestamp : undefined }];
  });
};

/** CloudTrail's S3 objects, Azure's diagnostic and Defender's streaming form, a Kubernetes audit webhook. */
const recordLists: Envelope = (value) => {
  for (const key of ['Records', 'records'] as const)
    if (Array.isArray(value[key]) && value[key].every(isJsonObject)) return value[key].flatMap(plain);
  // Okta's event hooks.
  const hooked = listAt(value, 'data.events');
  if (value.eventType === 'com.okta.event_hook' && hooked.every(isJsonObject)) return hooked.flatMap(plain);
  if (value.kind === 'EventList' && Array.isArray(value.items) && value.items.every(isJsonObject))
    return value.items.flatMap(plain);
  return null;
};

/** EventBridge: what CloudTrail put there is a CloudTrail event; other details are told by their own envelope. */
const eventBridge: Envelope = (value) => {
  const detail = objectAt(value, 'detail');
  const type = textAt(value, 'detail-type');
  if (detail === null || type === null || textAt(value, 'source') === null) return null;
  if (!type.endsWith('via CloudTrail') && detail.eventVersion === undefined) return null;
  const hints: Attributes = {};
  put(hints, 'cloud.account.id', value.account);
  put(hints, 'cloud.region', value.region);
  return [{ content: detail, hints, time: value.time }];
};

/** Google Pub/Sub push: base64 of one log entry. */
const pubSub: Envelope = (value) => {
  const data = textAt(value, 'message.data');
  if (data === null || (value.subscription === undefined && textAt(value, 'message.messageId') === null))
    return null;
  if (!/^[A-Za-z0-9+/_-]{4,}={0,2}$/.test(data)) return null;
  const content = Buffer.from(data, 'base64').toString('utf8');
  return [{ content, hints: {}, time: textAt(value, 'message.publishTime') ?? undefined }];
};

/** Azure's diagnostic record of a managed cluster: the API server's audit event is a text inside it. */
const azureCluster: Envelope = (value) => {
  const content = textAt(value, 'properties.log');
  if (content === null || !textAt(value, 'category')?.startsWith('kube-audit')) return null;
  const resource = textAt(value, 'resourceId')?.slice(0, 2_000).split('/') ?? [];
  const hints: Attributes = {};
  put(hints, 'cloud.provider', 'azure');
  if (resource[1]?.toLowerCase() === 'subscriptions') put(hints, 'cloud.account.id', resource[2]);
  if (resource.at(-2)?.toLowerCase() === 'managedclusters')
    put(hints, 'orchestrator.cluster.name', resource.at(-1));
  put(hints, 'kubernetes.audit.server', textAt(value, 'properties.pod'));
  return [{ content, hints, time: value.time }];
};

const TEXT_FIELDS = [
  'event.original',
  'message',
  'log',
  '_raw',
  'event',
  'MESSAGE',
  'textPayload',
  'line',
  'raw',
] as const;

/** Shippers: Fluent Bit, Fluentd, Vector, Logstash, Beats, Splunk HEC, journald: the line itself stands in one field. */
const shipper: Envelope = (value) => {
  for (const field of TEXT_FIELDS) {
    const nested =
      field === 'event.original'
        ? textAt(value, field)
        : field === '_raw'
          ? textAt(value, 'result._raw')
          : null;
    const content = value[field] ?? nested;
    if (!isContent(field, content)) continue;
    const hints: Attributes = {};
    put(
      hints,
      'host.name',
      textAt(value, 'host.name') ??
        textAt(value, 'host') ??
        textAt(value, 'hostname') ??
        textAt(value, '_HOSTNAME'),
    );
    put(
      hints,
      'orchestrator.namespace',
      textAt(value, 'kubernetes.namespace_name') ?? textAt(value, 'kubernetes.namespace'),
    );
    put(
      hints,
      'orchestrator.resource.name',
      textAt(value, 'kubernetes.pod_name') ?? textAt(value, 'kubernetes.pod.name'),
    );
    put(
      hints,
      'log.file.path',
      textAt(value, 'log.file.path') ?? textAt(value, 'file') ?? textAt(value, 'path'),
    );
    const time = value['@timestamp'] ?? value.timestamp ?? value.time ?? value.date ?? value.ts;
    return [{ content, hints, time }];
  }
  return null;
};

function isContent(field: string, content: unknown): content is string | JsonObject {
  if (typeof content === 'string') return content.trim() !== '';
  return field === 'event' && isJsonObject(content);
}

/** What may stand around an event in Splunk's HEC besides `event` and `fields`, each a scalar. */
const HEC_NAMES: ReadonlySet<string> = new Set(['time', 'host', 'source', 'sourcetype', 'index']);
/** Where all names in `event` are among these, it is ECS' own object of that name and no envelope's. */
const ECS_EVENT =
  /^(action|agent_id_status|category|code|created|dataset|duration|end|hash|id|ingested|kind|module|original|outcome|provider|reason|reference|risk_score|sequence|severity|start|timezone|type|url)$/;

/** Splunk's HEC with an object as its event: nothing else has just these names (Splunk, "Format events for HEC"). */
const splunkHec: Envelope = (value) => {
  const { event } = value;
  if (!isJsonObject(event) || Object.keys(event).every((name) => ECS_EVENT.test(name))) return null;
  for (const name of Object.keys(value)) {
    if (name === 'event' || (name === 'fields' && isJsonObject(value.fields))) continue;
    if (!HEC_NAMES.has(name) || typeof value[name] === 'object') return null;
  }
  const hints: Attributes = {};
  put(hints, 'host.name', textAt(value, 'host'));
  return [{ content: event, hints, time: value.time }];
};

/** Envelopes that say by their shape what they are. */
const envelopes: readonly (readonly [name: string, open: Envelope])[] = [
  ['CloudWatch Logs subscription', cloudWatchLogs],
  ['list of records', recordLists],
  ['EventBridge', eventBridge],
  ['Pub/Sub push', pubSub],
  ['record of an Azure cluster', azureCluster],
  ['Splunk HEC', splunkHec],
];

/** The events in an envelope, null when the object is none. */
export function unwrapEnvelope(value: JsonObject): Wrapped[] | null {
  for (const [name, open] of envelopes) {
    const wrapped = open(value);
    if (wrapped === null) continue;
    traceStep('envelope', `${name}, ${wrapped.length} inside`);
    return wrapped;
  }
  return null;
}

/** The line or event that a shipper wrapped; only what is in it can tell whether it was a wrapper. */
export function unwrapShipper(value: JsonObject): Wrapped | null {
  const wrapped = shipper(value)?.[0] ?? null;
  if (wrapped !== null) traceStep('envelope', 'a shipper’s object around a line or event');
  return wrapped;
}
