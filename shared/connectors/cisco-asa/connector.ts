import { isIP } from 'node:net';
import { domainOf, putEndpoint, putIcmp } from '#shared/connectors/cisco-asa/endpoint.ts';
import { asaMessages } from '#shared/connectors/cisco-asa/messages.ts';
import { readPhrases } from '#shared/connectors/cisco-asa/phrases.ts';
import { readSecurityEvent, SECURITY_EVENT } from '#shared/connectors/cisco-asa/security-events.ts';
import type { Connector, JsonObject, ParsedEvent, ReadContext } from '#shared/connectors/connector.ts';
import { applyKind, type Draft, finish, newDraft } from '#shared/connectors/draft.ts';
import { kindRow } from '#shared/connectors/kind-row.ts';
import { transportOf } from '#shared/connectors/protocols.ts';
import { scanSyslog } from '#shared/connectors/scan/syslog.ts';
import { type Captures, firstMatch } from '#shared/connectors/scan/template.ts';
import { syslogSettings } from '#shared/connectors/setting.ts';
import { putCaptures, SYSLOG_SEVERITY, syslogDraft } from '#shared/connectors/syslog-draft.ts';
import { textAt } from '#shared/connectors/table.ts';
import { putUrl } from '#shared/connectors/url-parts.ts';
import { type Attributes, put } from '#shared/connectors/vocabulary.ts';

/** Cisco ASA and Firepower Threat Defense, by message id. */
export const ciscoAsa = {
  name: 'cisco-asa',
  version: '1.3.1',
  settings: syslogSettings,
  sniff: (_value: JsonObject) => false,
  read,
  text: {
    sniff: (text: string) => HEAD.test(text.slice(0, 1_024)) || SECURITY_EVENT.test(text.slice(0, 2_048)),
    read: readText,
  },
} satisfies Connector;

/** `%ASA-6-302013:`, `%FTD-session-6-302013:`, and old PIX and FWSM. */
const HEAD = /%(ASA|FTD|PIX|FWSM|NGIPS)(?:<[^>]{1,12}>)?-{1,2}(?:[a-z_]{1,20}-)?(\d)-(\d{6})(?:: ?| )/;

function read(value: JsonObject, context: ReadContext): ParsedEvent {
  const text = textAt(value, 'message') ?? textAt(value, 'event.original') ?? '';
  const draft = newDraft('cisco-asa', 'network');
  draft.notes.push('no ASA message stands in it');
  return readText(text, context) ?? finish(draft);
}

function readText(text: string, context: ReadContext): ParsedEvent | null {
  const head = HEAD.exec(text.slice(0, 2_048));
  if (head === null) return SECURITY_EVENT.test(text.slice(0, 2_048)) ? readUnlabelled(text, context) : null;
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
  if (!isSecurityEvent(id))
    draft.severity = Math.max(draft.severity, Number(level) <= 3 ? (SYSLOG_SEVERITY[Number(level)] ?? 1) : 0);
  return finish(draft);
}

const isSecurityEvent = (id: string): boolean => /^43000\d$/.test(id);

/** Before FTD 6.3 security events had no id. */
function readUnlabelled(text: string, context: ReadContext): ParsedEvent {
  const header = scanSyslog(text);
  const draft = syslogDraft(
    { ...header, app: null, pid: null },
    'cisco-asa',
    'network',
    context,
    'observer.name',
  );
  put(draft.attributes, 'observer.vendor', 'Cisco');
  put(draft.attributes, 'observer.product', 'ftd');
  put(draft.attributes, 'observer.type', 'firewall');
  const message = header.message.trim();
  put(draft.attributes, 'message', message);
  readSecurityEvent(
    '',
    header.app === 'SFIMS' || header.app === null ? message : `${header.app}: ${message}`,
    draft,
  );
  return finish(draft);
}

/** Families of messages by the first digits of their ids, for those that no row names. */
const families: readonly (readonly [RegExp, string])[] = [
  [/^(109|113|605|611)/, 'auth authentication info aaa - 1'],
  [/^106/, 'network network connection,denied firewall-rule failure 2'],
  [/^(302|609|805)/, 'network network connection flow - 1'],
  [/^(111|112|504|505)/, 'ops configuration info configuration - 1'],
  [/^(402|602|702|713|714|715|75[0-2])/, 'network network info vpn - 1'],
  [/^(716|72[1-5]|734|737|746)/, 'auth network,session info vpn-session - 1'],
  [/^(338|400|733)/, 'network intrusion_detection,network info threat - 5'],
];

function readMessage(id: string, message: string, draft: Draft): void {
  if (isSecurityEvent(id)) {
    readSecurityEvent(id, message, draft);
    return;
  }
  const known = asaMessages.get(id);
  const family = known === undefined ? families.find(([prefix]) => prefix.test(id))?.[1] : undefined;
  const kind = known?.kind ?? kindRow(family ?? 'network network info');
  draft.severity = kind.severity ?? 1;
  const found = known === undefined ? null : firstMatch(known.templates, message);
  if (found !== null) readCaptures(found.captures, draft);
  const before = found === null ? Object.keys(draft.attributes).length : 0;
  readPhrases(message, draft.attributes);
  const helped = found !== null || Object.keys(draft.attributes).length > before;
  putAccount(draft);
  if (!helped) {
    if (known === undefined) draft.notes.push(`message ${id} is not known`);
    else if (known.templates.length > 0)
      draft.notes.push(`message ${id} is worded in a way that is not known`);
  }
  applyKind(draft, kind);
}

/** Who did it stands as the event's user and as the source's; `DOMAIN\user` in its parts. */
function putAccount({ attributes }: Draft): void {
  const name = attributes['user.name'];
  if (typeof name === 'string' && name.includes('\\')) {
    delete attributes['user.name'];
    putNamed(name, attributes);
  }
  const bare = attributes['user.name'];
  put(attributes, 'source.user.name', bare);
  put(attributes, 'source.user.group.name', attributes['group.name']);
  if (typeof bare === 'string' && /^[^\s@]{1,128}@[^\s@]{1,253}$/.test(bare))
    put(attributes, 'user.email', bare);
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
    else if (name === 'dst-url') putAccess(text, draft);
    else if (name === 'url.original') putUrl(attributes, text);
    else if (name === 'acl-action') {
      const denied = text.startsWith('denied');
      put(attributes, 'event.outcome', denied ? 'failure' : 'success');
      put(attributes, 'event.type', ['connection', denied ? 'denied' : 'allowed']);
    } else if (name === 'network.transport') putTransport(text, attributes);
    else if (name === 'network.direction') put(attributes, name, text.trim().split(' ', 1)[0]?.toLowerCase());
    else if (name === 'user.name') putUser(text, draft);
    else plain.push([name, text.replace(/^["']|["'.]+$/g, '')]);
  }
  putIcmp(attributes, by, direction);
  putCaptures(attributes, plain);
}

/** `TCP`, `tcp connection`, `protocol 50` and `6`. */
function putTransport(text: string, attributes: Attributes): void {
  const { name, number } = transportOf(
    text
      .trim()
      .replace(/^protocol (?=\d)/, '')
      .split(' ', 1)[0],
  );
  put(attributes, 'network.transport', name);
  put(attributes, 'network.iana_number', number);
}

function putUser(text: string, { attributes }: Draft): void {
  const name = text.trim().replace(/^['"<]|['">.]+$/g, '');
  // A tunnel between sites has its peer's address for a user.
  if (!/^\**$/.test(name) && isIP(name) === 0) putNamed(name, attributes);
}

function putNamed(name: string, attributes: Attributes): void {
  const slash = name.lastIndexOf('\\');
  put(attributes, 'user.name', name.slice(slash + 1));
  if (slash > 0) put(attributes, 'user.domain', domainOf(name.slice(0, slash)));
}

/** `192.0.2.80:http://a.example/x`: the address (perhaps with a user before it) and the URL of one access. */
function putAccess(text: string, { attributes }: Draft): void {
  const at = text.search(/:(https?:|ftp:|\/)/);
  const place = at === -1 ? text : text.slice(0, at);
  putEndpoint(attributes, 'destination', place);
  if (at !== -1) putUrl(attributes, text.slice(at + 1));
}

/** `1:02:03` as nanoseconds (ECS `event.duration`). */
function nanoseconds(text: string): number | undefined {
  const match = /^(?:(\d{1,5})d )?(\d{1,6})h?:(\d{1,2})m?:(\d{1,2})s?/.exec(text);
  if (match === null) return undefined;
  const [, d = '0', h = '0', m = '0', s = '0'] = match;
  return (((Number(d) * 24 + Number(h)) * 60 + Number(m)) * 60 + Number(s)) * 1e9;
}
