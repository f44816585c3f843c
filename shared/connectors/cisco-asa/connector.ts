import { putEndpoint, putIcmp } from '#shared/connectors/cisco-asa/endpoint.ts';
import { type AsaMessage, asaMessages } from '#shared/connectors/cisco-asa/messages.ts';
import type { Connector, JsonObject, ParsedEvent, ReadContext } from '#shared/connectors/connector.ts';
import { applyKind, type Draft, finish, newDraft } from '#shared/connectors/draft.ts';
import { scanSyslog } from '#shared/connectors/scan/syslog.ts';
import { type Captures, firstMatch } from '#shared/connectors/scan/template.ts';
import { putCaptures, SYSLOG_SEVERITY, syslogDraft } from '#shared/connectors/syslog-draft.ts';
import { textAt } from '#shared/connectors/table.ts';
import { put } from '#shared/connectors/vocabulary.ts';

/** Cisco ASA and Firepower Threat Defense, by message id. */
export const ciscoAsa = {
  name: 'cisco-asa',
  version: '1.0.0',
  sniff: (_value: JsonObject) => false,
  read,
  text: { sniff: (text: string) => HEAD.test(text.slice(0, 1_024)), read: readText },
} satisfies Connector;

/** `%ASA-6-302013:`, `%FTD-session-6-302013:`, and old PIX and FWSM. */
const HEAD = /%(ASA|FTD|PIX|FWSM|NGIPS)-(?:[a-z]{1,20}-)?(\d)-(\d{6}): ?/;

function read(value: JsonObject, context: ReadContext): ParsedEvent {
  const text = textAt(value, 'message') ?? textAt(value, 'event.original') ?? '';
  const draft = newDraft('cisco-asa', 'network');
  draft.notes.push('no ASA message stands in it');
  return readText(text, context) ?? finish(draft);
}

function readText(text: string, context: ReadContext): ParsedEvent | null {
  const head = HEAD.exec(text.slice(0, 2_048));
  if (head === null) return null;
  const [whole, product = 'ASA', level = '6', id = ''] = head;
  const header = scanSyslog(text.slice(0, head.index).replace(/[:\s]+$/, ' '));
  // Before the percent sign stand only header words: the last of them is the host, whatever parts them.
  const last = header.message.trim();
  const host = header.host ?? header.app ?? (/^[A-Za-z0-9_.:-]{1,255}$/.test(last) ? last : null);
  const draft = syslogDraft(
    { ...header, host, app: null, pid: null },
    'cisco-asa',
    'network',
    context,
    'observer.name',
  );
  const { attributes } = draft;
  const message = text.slice(head.index + whole.length).trim();
  put(attributes, 'event.code', id);
  put(attributes, 'event.severity', level);
  put(attributes, 'observer.vendor', 'Cisco');
  put(attributes, 'observer.product', product.toLowerCase());
  put(attributes, 'observer.type', 'firewall');
  put(attributes, 'message', message);
  put(attributes, 'event.provider', `${product}-${level}-${id}`);
  readMessage(id, message, draft);
  draft.severity = Math.max(draft.severity, Number(level) <= 3 ? (SYSLOG_SEVERITY[Number(level)] ?? 1) : 0);
  return finish(draft);
}

function readMessage(id: string, message: string, draft: Draft): void {
  const known = asaMessages.get(id);
  draft.severity = known?.kind.severity ?? 1;
  if (/^4300\d\d$/.test(id)) readFtd(message, draft);
  const found = known === undefined ? null : firstMatch(known.templates, message);
  if (found !== null) readCaptures(found.captures, draft);
  else if (known === undefined) draft.notes.push(`message ${id} is not known`);
  else if (known.templates.length > 0) draft.notes.push(`message ${id} is worded in a way that is not known`);
  finishConnection(known, draft);
}

function readCaptures(captures: Captures, draft: Draft): void {
  const { attributes } = draft;
  const by = new Map(captures);
  const direction = by.get('network.direction')?.toLowerCase();
  // "for" names the side of the lower security level first: of an outbound connection that is the destination.
  const swap = direction === 'outbound' && by.has('asa.connection_id');
  const plain: (readonly [string, string])[] = [];
  for (const [name, text] of captures) {
    if (name === 'src' || name === 'dst')
      putEndpoint(attributes, (name === 'src') !== swap ? 'source' : 'destination', text);
    else if (name === 'nat-src' || name === 'nat-dst')
      putEndpoint(attributes, (name === 'nat-src') !== swap ? 'source.nat' : 'destination.nat', text);
    else if (name === 'src-port') put(attributes, 'source.port', text);
    else if (name === 'dst-port') put(attributes, 'destination.port', text);
    else if (name === 'duration') put(attributes, 'event.duration', nanoseconds(text));
    else if (name === 'dst-url') putUrl(text, draft);
    else if (name === 'acl-action') {
      const denied = text.startsWith('denied');
      put(attributes, 'event.outcome', denied ? 'failure' : 'success');
      put(attributes, 'event.type', ['connection', denied ? 'denied' : 'allowed']);
    } else if (name === 'network.transport' || name === 'network.direction')
      put(attributes, name, text.trim().split(' ', 1)[0]?.toLowerCase());
    else if (name === 'user.name') putUser(text, draft);
    else plain.push([name, text.replace(/^["']|["'.]+$/g, '')]);
  }
  putIcmp(attributes, by, direction);
  putCaptures(attributes, plain);
}

function putUser(text: string, { attributes }: Draft): void {
  const name = text.trim().replace(/^['"<]|['">.]+$/g, '');
  const slash = name.indexOf('\\');
  put(attributes, 'user.name', slash === -1 ? name : name.slice(slash + 1));
  if (slash > 0) put(attributes, 'user.domain', name.slice(0, slash));
}

/** `192.0.2.80:http://a.example/x`: the address and the URL of one access. */
function putUrl(text: string, { attributes }: Draft): void {
  const at = text.search(/:(https?:|\/)/);
  putEndpoint(attributes, 'destination', at === -1 ? text : text.slice(0, at));
  if (at !== -1) put(attributes, 'url.original', text.slice(at + 1));
}

/** `1:02:03` as nanoseconds (ECS `event.duration`). */
function nanoseconds(text: string): number | undefined {
  const match = /^(?:(\d{1,5})d )?(\d{1,6})h?:(\d{1,2})m?:(\d{1,2})s?/.exec(text);
  if (match === null) return undefined;
  const [, d = '0', h = '0', m = '0', s = '0'] = match;
  return (((Number(d) * 24 + Number(h)) * 60 + Number(m)) * 60 + Number(s)) * 1e9;
}

function finishConnection(known: AsaMessage | undefined, draft: Draft): void {
  applyKind(draft, known?.kind ?? { category: 'network', ecs: ['network'], type: ['info'] });
  if (known?.kind.severity !== undefined) draft.severity = known.kind.severity;
}

/** Keys of FTD's security events (430001–430005) → ECS. */
const ftdKeys: Readonly<Record<string, string>> = {
  SrcIP: 'source.ip',
  DstIP: 'destination.ip',
  SrcPort: 'source.port',
  DstPort: 'destination.port',
  Protocol: 'network.transport',
  IngressInterface: 'observer.ingress.interface.name',
  EgressInterface: 'observer.egress.interface.name',
  IngressZone: 'observer.ingress.zone',
  EgressZone: 'observer.egress.zone',
  AccessControlRuleName: 'rule.name',
  AccessControlRuleAction: 'asa.rule_action',
  User: 'user.name',
  ApplicationProtocol: 'network.protocol',
  UserAgent: 'user_agent.original',
  URL: 'url.original',
  InitiatorBytes: 'source.bytes',
  ResponderBytes: 'destination.bytes',
  InitiatorPackets: 'source.packets',
  ResponderPackets: 'destination.packets',
  DNSQuery: 'dns.question.name',
  DNSRecordType: 'dns.question.type',
  FileName: 'file.name',
  FileSHA256: 'file.hash.sha256',
  FileSize: 'file.size',
  FileType: 'file.type',
  Message: 'rule.description',
  SID: 'rule.id',
  Classification: 'rule.category',
  ThreatName: 'threat.name',
  Client: 'network.application',
  HTTPResponse: 'http.response.status_code',
  ReferencedHost: 'url.domain',
  NAT_InitiatorIP: 'source.nat.ip',
  NAT_ResponderIP: 'destination.nat.ip',
  SHA_Disposition: 'asa.file_disposition',
  InlineResult: 'event.outcome_word',
  ConnectionDuration: 'asa.duration',
};

function readFtd(message: string, { attributes }: Draft): void {
  for (const pair of message.split(', ')) {
    const colon = pair.indexOf(': ');
    if (colon === -1) continue;
    const name = pair.slice(0, colon).trim();
    const value = pair.slice(colon + 2).trim();
    const key = Object.hasOwn(ftdKeys, name) ? (ftdKeys[name] ?? name) : `asa.${name}`;
    put(attributes, key, key === 'network.transport' ? value.toLowerCase() : value);
  }
  const action = String(attributes['asa.rule_action'] ?? '');
  if (/block|drop|deny/i.test(action)) {
    put(attributes, 'event.outcome', 'failure');
    put(attributes, 'event.type', ['connection', 'denied']);
  }
}
