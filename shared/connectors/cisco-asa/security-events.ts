import { applyKind, type Draft } from '#shared/connectors/draft.ts';
import { kindRow } from '#shared/connectors/kind-row.ts';
import { transportOf } from '#shared/connectors/protocols.ts';
import { putUrl } from '#shared/connectors/url-parts.ts';
import { put } from '#shared/connectors/vocabulary.ts';

/** Keys of FTD's security events (430001–430005, and those of versions before 6.3 that have no id) → ECS. */
const keys: Readonly<Record<string, string>> = {
  SrcIP: 'source.ip',
  SrcPort: 'source.port',
  DstIP: 'destination.ip',
  DstPort: 'destination.port',
  OriginalClientSrcIP: 'network.forwarded_ip',
  OriginalClientIP: 'network.forwarded_ip',
  IngressInterface: 'observer.ingress.interface.name',
  EgressInterface: 'observer.egress.interface.name',
  'Ingress Interface': 'observer.ingress.interface.name',
  'Egress Interface': 'observer.egress.interface.name',
  IngressZone: 'observer.ingress.zone',
  EgressZone: 'observer.egress.zone',
  'Ingress Zone': 'observer.ingress.zone',
  'Egress Zone': 'observer.egress.zone',
  'Security Zone Ingress': 'observer.ingress.zone',
  'Security Zone Egress': 'observer.egress.zone',
  AccessControlRuleName: 'rule.name',
  'Access Control Rule Name': 'rule.name',
  AccessControlRuleReason: 'event.reason',
  'Access Control Rule Reason': 'event.reason',
  ACPolicy: 'rule.ruleset',
  FilePolicy: 'rule.ruleset',
  IntrusionPolicy: 'rule.ruleset',
  Message: 'rule.name',
  IntrusionRuleMessage: 'rule.name',
  SID: 'rule.id',
  Revision: 'rule.version',
  Classification: 'rule.category',
  URLCategory: 'rule.category',
  'URL Category': 'rule.category',
  FileAction: 'event.action',
  ApplicationProtocol: 'network.protocol',
  'Application Protocol': 'network.protocol',
  Client: 'network.client_name',
  WebApplication: 'network.application',
  'Web Application': 'network.application',
  UserAgent: 'user_agent.original',
  'User Agent': 'user_agent.original',
  HTTPReferer: 'http.request.referrer',
  Referer: 'http.request.referrer',
  'Referenced Host': 'url.domain',
  HTTP_Method: 'http.request.method',
  HTTPMethod: 'http.request.method',
  HTTPResponse: 'http.response.status_code',
  'HTTP Response': 'http.response.status_code',
  InitiatorBytes: 'source.bytes',
  'Initiator Bytes': 'source.bytes',
  ResponderBytes: 'destination.bytes',
  'Responder Bytes': 'destination.bytes',
  InitiatorPackets: 'source.packets',
  'Initiator Packets': 'source.packets',
  ResponderPackets: 'destination.packets',
  'Responder Packets': 'destination.packets',
  NAT_InitiatorIP: 'source.nat.ip',
  NAT_InitiatorPort: 'source.nat.port',
  NAT_ResponderIP: 'destination.nat.ip',
  NAT_ResponderPort: 'destination.nat.port',
  VLAN_ID: 'network.vlan.id',
  DNSQuery: 'dns.question.name',
  'DNS Query': 'dns.question.name',
  DNSRecordType: 'dns.question.type',
  DNSResponseType: 'dns.response_code',
  FileName: 'file.name',
  FileSHA256: 'file.hash.sha256',
  FileSize: 'file.size',
  FileType: 'file.type',
  ThreatName: 'threat.name',
  ThreatAttribution: 'threat.group.name',
  SSLVersion: 'tls.version_text',
  SSLCipherSuite: 'tls.cipher',
  SSLServerName: 'tls.client.server_name',
  EncryptedVisibilityProcessName: 'process.name',
  'Endpoint Profile': 'host.type',
  SourceSecurityGroupTag: 'asa.source_group_tag',
  DeviceUUID: 'observer.id',
};

/** Names that are read beside the table. */
const READ: ReadonlySet<string> = new Set(['User', 'UserName', 'URL', 'URI', 'Protocol', 'ReferencedHost']);
const NOBODY =
  /^(No Authentication Required|Not Found|Unknown|Failed Authentication|Special Identities.*|Guest|Pending.*|None|N\/A)$/i;
const KINDS: Readonly<Record<string, string>> = {
  430001: 'network intrusion_detection,network info intrusion - 6',
  430002: 'network network connection,start connection-started - 1',
  430003: 'network network connection,end connection-finished - 1',
  430004: 'network network,file info file-detected - 2',
  430005: 'network malware,file info malware-detected - 6',
};
const PRIORITIES: Readonly<Record<string, number>> = { high: 8, medium: 5, low: 2 };

/** Whether a text is a security event, with an id or without. */
export const SECURITY_EVENT = /(?:^|[\s,:])SrcIP: [^,]{3,45}, /;

export function readSecurityEvent(id: string, message: string, draft: Draft): void {
  const { attributes } = draft;
  const pairs = pairsOf(message);
  for (const [name, value] of pairs) {
    const key = Object.hasOwn(keys, name) ? keys[name] : undefined;
    if (key === undefined || /^(::|0\.0\.0\.0)$/.test(value)) continue;
    put(attributes, key, key === 'network.protocol' ? value.toLowerCase() : value);
  }
  const transport = transportOf(pairs.get('Protocol'));
  put(attributes, 'network.transport', transport.name);
  put(attributes, 'network.application', attributes['network.client_name']);
  delete attributes['network.client_name'];
  const seconds = Number(pairs.get('ConnectionDuration') ?? pairs.get('Connection Duration') ?? '');
  if (Number.isSafeInteger(seconds) && seconds > 0) put(attributes, 'event.duration', seconds * 1e9);
  const host = pairs.get('ReferencedHost')?.replace(/:\d{1,5}$/, '');
  putUrl(attributes, pairs.get('URL') ?? pairs.get('URI'), host);
  if (host !== undefined) put(attributes, 'destination.domain', host);
  const version = /(\d\.\d)/.exec(String(attributes['tls.version_text'] ?? ''))?.[1];
  delete attributes['tls.version_text'];
  put(attributes, 'tls.version', version);
  // The malware that was found is the rule that found it.
  put(attributes, 'rule.name', pairs.get('ThreatName'));
  putUser(pairs.get('User') ?? pairs.get('UserName'), draft);
  classify(id, pairs, draft);
  for (const [name, value] of pairs)
    if (!Object.hasOwn(keys, name) && !READ.has(name))
      put(attributes, `asa.${name.replace(/ /g, '_')}`, value);
}

/** A segment that names no key goes on with the value before it. */
function pairsOf(message: string): Map<string, string> {
  const pairs = new Map<string, string>();
  let last: string | null = null;
  for (const part of message.split(', ').slice(0, 200)) {
    const head: RegExpExecArray | null = /^(?:\[[^\]]{0,200}\])*\s?([A-Z][A-Za-z0-9_ ]{1,40}): ?/.exec(part);
    if (head === null) {
      if (last !== null) pairs.set(last, `${pairs.get(last)}, ${part}`);
      continue;
    }
    last = (head[1] ?? '').trim();
    if (!pairs.has(last)) pairs.set(last, part.slice(head[0].length).trim().replace(/^"|"$/g, ''));
  }
  return pairs;
}

function putUser(user: string | undefined, { attributes }: Draft): void {
  if (user === undefined || NOBODY.test(user)) return;
  const slash = user.lastIndexOf('\\');
  put(attributes, 'user.name', user.slice(slash + 1).replace(/ \(.*\)$/, ''));
  put(attributes, 'source.user.name', attributes['user.name']);
  if (slash > 0) put(attributes, 'user.domain', user.slice(0, slash));
}

function classify(id: string, pairs: ReadonlyMap<string, string>, draft: Draft): void {
  const { attributes } = draft;
  const action =
    pairs.get('AccessControlRuleAction') ??
    pairs.get('Access Control Rule Action') ??
    pairs.get('InlineResult') ??
    '';
  const denied = /block|drop|deny|reset/i.test(`${action} ${pairs.get('FileAction') ?? ''}`);
  const kind = kindRow(KINDS[id] ?? 'network network connection');
  if (action !== '') put(attributes, 'event.action', action);
  put(attributes, 'event.outcome', denied ? 'failure' : 'success');
  applyKind(draft, {
    ...kind,
    type: kind.ecs.includes('network') ? [...kind.type, denied ? 'denied' : 'allowed'] : kind.type,
  });
  const priority = PRIORITIES[(pairs.get('EventPriority') ?? pairs.get('Priority') ?? '').toLowerCase()];
  draft.severity = Math.max(kind.severity ?? 1, denied ? 2 : 0, priority ?? 0);
  if (id === '430001' || id === '430005') put(attributes, 'event.kind', 'alert');
}
