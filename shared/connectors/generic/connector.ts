import { readCommonFormat } from '#shared/connectors/common-format.ts';
import type { Connector, JsonObject, ParsedEvent, ReadContext } from '#shared/connectors/connector.ts';
import { applyKind, finish } from '#shared/connectors/draft.ts';
import { ecsJson } from '#shared/connectors/ecs-json/connector.ts';
import { scanCef } from '#shared/connectors/scan/cef.ts';
import { scanKeyValues } from '#shared/connectors/scan/key-value.ts';
import { scanLeef } from '#shared/connectors/scan/leef.ts';
import { scanSyslog } from '#shared/connectors/scan/syslog.ts';
import { syslogDraft } from '#shared/connectors/syslog-draft.ts';
import { put } from '#shared/connectors/vocabulary.ts';

/** CEF and LEEF of any product, key=value and plain syslog lines: what no vendor's connector knows. */
export const generic = {
  name: 'generic',
  version: '1.0.0',
  sniff: (_value: JsonObject) => false,
  read: (value: JsonObject, _context?: ReadContext): ParsedEvent => ecsJson.read(value),
  text: { sniff: sniffText, read: readText },
} satisfies Connector;

function sniffText(text: string): boolean {
  const { priority, time } = scanSyslog(text.slice(0, 2_048));
  return priority !== null || time !== null || /(?:^|\s)(CEF:\d|LEEF:[12]\.0)\|?/.test(text.slice(0, 2_048));
}

/** Names that key=value logs of many products share → ECS. */
const pairs: Readonly<Record<string, string>> = {
  src: 'source.ip',
  srcip: 'source.ip',
  src_ip: 'source.ip',
  sip: 'source.ip',
  client_ip: 'source.ip',
  clientip: 'source.ip',
  spt: 'source.port',
  srcport: 'source.port',
  src_port: 'source.port',
  s_port: 'source.port',
  dst: 'destination.ip',
  dstip: 'destination.ip',
  dst_ip: 'destination.ip',
  dip: 'destination.ip',
  dpt: 'destination.port',
  dstport: 'destination.port',
  dst_port: 'destination.port',
  user: 'user.name',
  username: 'user.name',
  usr: 'user.name',
  suser: 'user.name',
  action: 'event.action',
  act: 'event.action',
  proto: 'network.transport',
  service: 'network.protocol',
  rule: 'rule.name',
  policy: 'rule.name',
  url: 'url.original',
  msg: 'event.reason',
  status: 'event.outcome',
  result: 'event.outcome',
  host: 'host.name',
};

function readText(text: string, context: ReadContext): ParsedEvent {
  const trimmed = text.trimEnd();
  const event = scanCef(trimmed) ?? scanLeef(trimmed);
  const header = scanSyslog(event === null ? trimmed : event.prefix);
  const draft = syslogDraft(
    header,
    event?.product || header.app || 'syslog',
    'ops',
    context,
    event === null ? 'host.name' : 'observer.name',
  );
  const { attributes } = draft;
  if (event !== null) readCommonFormat(event, draft, context);
  else {
    put(attributes, 'message', header.message.trim());
    const { fields, duplicates } = scanKeyValues(header.message);
    if (fields.size >= 3) {
      for (const [name, value] of fields)
        put(
          attributes,
          Object.hasOwn(pairs, name.toLowerCase()) ? (pairs[name.toLowerCase()] ?? name) : name,
          value,
        );
      for (const key of duplicates.slice(0, 20))
        draft.notes.push(`${key} stands twice: the first value was kept`);
    }
    if (header.priority === null && header.time === null) draft.notes.push('no header that could be read');
  }
  const isNetwork =
    attributes['destination.ip'] !== undefined || attributes['destination.port'] !== undefined;
  applyKind(
    draft,
    isNetwork
      ? { category: 'network', ecs: ['network'], type: ['connection'] }
      : { category: 'ops', ecs: ['host'], type: ['info'] },
  );
  return finish(draft);
}
