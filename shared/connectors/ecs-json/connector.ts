import type { Connector, JsonObject, ParsedEvent, ReadContext } from '#shared/connectors/connector.ts';
import { categoryOf } from '#shared/connectors/ecs-json/category.ts';
import { outcomeOf, setFailedLoginCount } from '#shared/connectors/failed-login.ts';
import { flatten } from '#shared/connectors/flatten.ts';
import { putNamed } from '#shared/connectors/generic/pairs.ts';
import { zoned } from '#shared/connectors/scan/resolve-time.ts';
import { timezoneSetting } from '#shared/connectors/setting.ts';
import { occurrenceId } from '#shared/connectors/vendor-id.ts';
import { replace } from '#shared/connectors/vocabulary.ts';
import type { AttributeValue } from '#shared/schema/event.ts';

/**
 * JSON events: ECS, nested or dotted, and plain JSON whose common field names are read as the ECS ones. The last in
 * the family list: it takes every object.
 */
export const ecsJson = {
  name: 'ecs-json',
  version: '1.1.0',
  settings: [timezoneSetting],
  sniff: () => true,
  read,
} satisfies Connector;

/** Why an event is partial that tells no one who acted. */
export const NO_ACTOR = 'no field names who acted (user.name, source.ip, host.name)';

/** ECS field ← names that plain JSON logs use for it, first found wins. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  'user.name': [
    'user',
    'username',
    'user_name',
    'userName',
    'account',
    'login',
    'actor',
    'actor.id',
    'principal',
  ],
  'source.ip': [
    'src_ip',
    'source_ip',
    'client_ip',
    'remote_ip',
    'ip',
    'srcip',
    'sourceIPAddress',
    'client.ip',
  ],
  'destination.ip': ['dst_ip', 'dest_ip', 'destination_ip', 'dstip'],
  'host.name': [
    'host',
    'hostname',
    'host_name',
    'computer',
    'host.hostname',
    'server',
    'target',
    'target.id',
  ],
  'event.action': ['action', 'event_type', 'eventType', 'event_name', 'eventName', 'event'],
  'event.outcome': ['outcome', 'result', 'status', 'success'],
  'event.category': ['category'],
  'event.severity': ['severity', 'level', 'log.level'],
  message: ['msg', 'log'],
};

const actorFields = [
  'user.name',
  'user.email',
  'user.id',
  'source.user.name',
  'user.target.name',
  'service.name',
  'source.ip',
  'host.name',
];
const targetFields = [
  'host.name',
  'host.id',
  'destination.domain',
  'destination.ip',
  'url.domain',
  'service.name',
];

function read(value: JsonObject, context?: ReadContext): ParsedEvent {
  const { attributes, notes } = flatten(value);
  for (const [field, names] of Object.entries(aliases)) {
    if (attributes[field] !== undefined) continue;
    const name = names.find(
      (candidate) =>
        isScalarText(attributes[candidate]) &&
        !(field === 'event.outcome' && isHttpStatus(attributes[candidate])),
    );
    if (name !== undefined) replace(attributes, field, attributes[name] as AttributeValue);
  }
  putPlainNames(attributes);
  const outcome = outcomeOf(attributes['event.outcome']);
  if (outcome !== null) attributes['event.outcome'] = outcome;
  const category = categoryOf(attributes);
  const failed = setFailedLoginCount(category, attributes);
  if (failed !== undefined && failed > 0) attributes['event.outcome'] ??= 'failure';
  const actor = first(attributes, actorFields);
  const isUser = actor?.field.includes('user') === true;
  const time = value['@timestamp'] ?? value.timestamp ?? value.time ?? value.ts ?? value.eventTime;
  delete attributes['@timestamp'];
  return {
    system:
      first(attributes, ['observer.product', 'event.module', 'event.provider', 'agent.type'])?.text ?? 'json',
    vendorId: vendorIdOf(attributes),
    time: typeof time === 'string' && context?.timezone ? zoned(time, context) : time,
    category,
    severity: severityOf(attributes['event.severity'], category, failed),
    actor: { type: isUser ? 'user' : 'service', id: actor?.text ?? 'unknown' },
    target: {
      type: 'asset',
      id: first(attributes, targetFields)?.text ?? 'unknown',
    },
    attributes,
    notes: actor === null ? [...notes, NO_ACTOR] : notes,
  };
}

/** Names that mean too many things in JSON to be read as a log's key=value pair of that name. */
const LEFT_AS_THEY_ARE: ReadonlySet<string> = new Set([
  'app',
  'application',
  'service',
  'target',
  'error',
  'err',
]);
const MAX_PLAIN_NAMES = 500;

/** What stands at the top under a name that many products use, as ECS names it; ECS events have no such names. */
function putPlainNames(attributes: Record<string, AttributeValue>): void {
  for (const name of Object.keys(attributes).slice(0, MAX_PLAIN_NAMES))
    if (!name.includes('.') && !LEFT_AS_THEY_ARE.has(name)) putNamed(attributes, name, attributes[name]);
}

function isHttpStatus(value: AttributeValue | undefined): boolean {
  return typeof value === 'number' && value >= 100 && value <= 599;
}

/** ECS says what `event.id` is; the other names hold codes and device ids too, so only long ones are taken for ids. */
function vendorIdOf(attributes: Readonly<Record<string, AttributeValue>>): string | null {
  const named = first(attributes, ['event_id', 'eventID'])?.text ?? null;
  return occurrenceId(first(attributes, ['event.id'])?.text ?? null) ?? occurrenceId(named, 16);
}

function isScalarText(value: AttributeValue | undefined): boolean {
  return value !== undefined && !Array.isArray(value) && value !== '';
}

function first(
  attributes: Readonly<Record<string, AttributeValue>>,
  fields: readonly string[],
): { field: string; text: string } | null {
  for (const field of fields) {
    const value = attributes[field];
    const scalar = Array.isArray(value) ? value[0] : value;
    if (scalar !== undefined && scalar !== '') return { field, text: String(scalar) };
  }
  return null;
}

/** Words of syslog (RFC 5424 section 6.2.1) and common loggers; numbers 0–10 are taken as they are. */
const severityWords: ReadonlyMap<string, number> = new Map(
  Object.entries({
    emergency: 10,
    fatal: 10,
    critical: 10,
    alert: 9,
    high: 8,
    error: 6,
    medium: 5,
    warning: 4,
    warn: 4,
    low: 3,
    notice: 2,
    info: 1,
    informational: 1,
    debug: 0,
  }),
);

function severityOf(value: AttributeValue | undefined, category: string, failed: number | undefined): number {
  if (typeof value === 'number' && value >= 0 && value <= 10) return Math.round(value);
  const word = typeof value === 'string' ? severityWords.get(value.toLowerCase()) : undefined;
  if (word !== undefined) return word;
  return category === 'auth' && failed !== undefined && failed > 0 ? 3 : 1;
}
