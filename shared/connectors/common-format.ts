import type { Draft } from '#shared/connectors/draft.ts';
import { putHash, putNamed, putUser } from '#shared/connectors/generic/pairs.ts';
import { transportOf } from '#shared/connectors/protocols.ts';
import type { EventFormat } from '#shared/connectors/scan/cef.ts';
import type { Clock } from '#shared/connectors/scan/resolve-time.ts';
import { textTime } from '#shared/connectors/scan/resolve-time.ts';
import { putUrl } from '#shared/connectors/url-parts.ts';
import { type Attributes, put, replace } from '#shared/connectors/vocabulary.ts';

/** ArcSight CEF dictionary and IBM LEEF predefined attributes → ECS. The first that fills a key wins. */
const keys: Readonly<Record<string, string>> = {
  src: 'source.ip',
  c6a2: 'source.ip',
  sourceAddress: 'source.ip',
  c6a1: 'observer.ip',
  sourceHostName: 'source.domain',
  shost: 'source.domain',
  sourceDnsDomain: 'source.registered_domain',
  spt: 'source.port',
  srcPort: 'source.port',
  suid: 'source.user.id',
  smac: 'source.mac',
  srcMAC: 'source.mac',
  sourceTranslatedAddress: 'source.nat.ip',
  srcPostNAT: 'source.nat.ip',
  sourceTranslatedPort: 'source.nat.port',
  srcPostNATPort: 'source.nat.port',
  sntdom: 'source.user.domain',
  sproc: 'process.name',
  spid: 'process.pid',
  dst: 'destination.ip',
  c6a3: 'destination.ip',
  dhost: 'destination.domain',
  dpt: 'destination.port',
  dstPort: 'destination.port',
  duid: 'destination.user.id',
  dmac: 'destination.mac',
  dstMAC: 'destination.mac',
  destinationTranslatedAddress: 'destination.nat.ip',
  dstPostNAT: 'destination.nat.ip',
  destinationTranslatedPort: 'destination.nat.port',
  dstPostNATPort: 'destination.nat.port',
  dntdom: 'destination.user.domain',
  dproc: 'process.name',
  dpid: 'process.pid',
  destinationDnsDomain: 'destination.domain',
  deviceAddress: 'observer.ip',
  origin: 'observer.ip',
  deviceMacAddress: 'observer.mac',
  deviceHostName: 'observer.hostname',
  deviceDnsDomain: 'observer.domain',
  dvcpid: 'process.pid',
  deviceProcessName: 'process.name',
  sourceProcessName: 'process.name',
  destinationProcessName: 'process.name',
  ifname: 'observer.ingress.interface.name',
  inzone: 'observer.ingress.zone',
  outzone: 'observer.egress.zone',
  rule_uid: 'rule.uuid',
  dvc: 'observer.ip',
  dvchost: 'observer.hostname',
  deviceExternalId: 'observer.serial_number',
  deviceInboundInterface: 'observer.ingress.interface.name',
  deviceOutboundInterface: 'observer.egress.interface.name',
  dvcmac: 'observer.mac',
  act: 'event.action',
  action: 'event.action',
  outcome: 'event.outcome',
  reason: 'event.reason',
  cat: 'event.type_name',
  externalId: 'event.vendor_id',
  app: 'network.protocol',
  in: 'source.bytes',
  srcBytes: 'source.bytes',
  out: 'destination.bytes',
  dstBytes: 'destination.bytes',
  srcPackets: 'source.packets',
  dstPackets: 'destination.packets',
  requestMethod: 'http.request.method',
  requestClientApplication: 'user_agent.original',
  requestContext: 'http.request.referrer',
  fname: 'file.name',
  filePath: 'file.path',
  fsize: 'file.size',
  fileType: 'file.type',
  fileId: 'file.inode',
  oldFilePath: 'file.old_path',
  oldFileName: 'file.old_name',
  sourceServiceName: 'service.name',
  destinationServiceName: 'destination.service.name',
  spriv: 'source.user.roles',
  dpriv: 'destination.user.roles',
  requestCookies: 'http.request.cookies',
  cnt: 'event.count',
  accountName: 'user.name',
  bytesIn: 'source.bytes',
  bytesOut: 'destination.bytes',
  totalPackets: 'network.packets',
  vSrc: 'source.nat.ip',
  groupID: 'group.id',
  srcPreNAT: 'source.ip',
  dstPreNAT: 'destination.ip',
  srcPreNATPort: 'source.port',
  dstPreNATPort: 'destination.port',
  msg: 'message',
  policy: 'rule.name',
  domain: 'user.domain',
  identHostName: 'host.name',
  identSrc: 'source.ip',
  role: 'user.roles',
  resource: 'destination.domain',
};

const WORDS: Readonly<Record<string, number>> = {
  unknown: 1,
  low: 3,
  medium: 5,
  high: 8,
  'very-high': 10,
  critical: 10,
  informational: 1,
  info: 1,
  warning: 4,
  error: 6,
};
const OTHER_KEYS = 400;

/** Fills a draft from a CEF or LEEF event: header, dictionary keys, labelled custom fields, and the rest by its own name. */
export function readCommonFormat(event: EventFormat, draft: Draft, clock: Clock): void {
  const { attributes } = draft;
  const { fields } = event;
  put(attributes, 'observer.vendor', event.vendor);
  put(attributes, 'observer.product', event.product);
  put(attributes, 'observer.version', event.productVersion);
  put(attributes, 'event.code', event.code);
  put(attributes, 'rule.name', event.name);
  draft.severity = severityOf(event.severity);
  put(attributes, 'event.severity', /^\d{1,2}$/.test(event.severity) ? event.severity : undefined);
  putSpecial(attributes, fields);
  for (const [name, value] of fields) {
    const key = Object.hasOwn(keys, name) ? keys[name] : undefined;
    if (key !== undefined && !isNoTranslation(key, value)) put(attributes, key, value);
  }
  putLabelled(draft, fields);
  let others = 0;
  for (const [name, value] of fields)
    if (!Object.hasOwn(keys, name) && !SPECIAL.has(name) && !/Label$/.test(name) && others++ < OTHER_KEYS) {
      putNamed(attributes, name, value);
      put(attributes, name, value);
    }
  for (const key of event.duplicates.slice(0, 20))
    draft.notes.push(`${key} stands twice: the first value was kept`);
  put(attributes, 'message', event.name);
  const own = timeOf(fields, clock);
  if (own !== undefined) draft.time = own;
}

const SPECIAL: ReadonlySet<string> = new Set([
  'suser',
  'duser',
  'usrName',
  'proto',
  'request',
  'url',
  'fileHash',
  'oldFileHash',
  'deviceDirection',
]);

/** A translation to nothing, as Check Point writes it, is none. */
function isNoTranslation(key: string, value: string): boolean {
  return key.includes('.nat.') && (value === '0.0.0.0' || value === '0' || value === '::');
}

/** What is more than one key's value; where the dictionary's user fields stand, the acting one is the source's. */
function putSpecial(attributes: Attributes, fields: ReadonlyMap<string, string>): void {
  for (const [name, side] of [
    ['suser', 'source'],
    ['duser', 'destination'],
  ] as const) {
    const who: Attributes = Object.create(null);
    putUser(who, fields.get(name));
    for (const key of ['name', 'domain', 'email']) put(attributes, `${side}.user.${key}`, who[`user.${key}`]);
  }
  putUser(attributes, fields.get('usrName') ?? fields.get('suser') ?? fields.get('duser'));
  const { name, number } = transportOf(fields.get('proto'));
  put(attributes, 'network.transport', name);
  put(attributes, 'network.iana_number', number);
  putUrl(attributes, fields.get('request') ?? fields.get('url'));
  // Check Point names its gateway by its certificate, and the browser twice: by name and by what it sent.
  put(attributes, 'observer.name', /^CN\\?=([^,\\]{1,253})/i.exec(fields.get('originsicname') ?? '')?.[1]);
  put(attributes, 'user_agent.original', fields.get('user_agent'));
  if (!putHash(attributes, fields.get('fileHash'))) put(attributes, 'cef.fileHash', fields.get('fileHash'));
  const direction = fields.get('deviceDirection');
  put(
    attributes,
    'network.direction',
    direction === '0' ? 'inbound' : direction === '1' ? 'outbound' : direction,
  );
}

function putLabelled(draft: Draft, fields: ReadonlyMap<string, string>): void {
  for (const [name, label] of fields) {
    if (!name.endsWith('Label')) continue;
    const value = fields.get(name.slice(0, -5));
    if (value === undefined || label === '') continue;
    put(draft.attributes, `cef.${label.replace(/[^A-Za-z0-9_.-]+/g, '_').slice(0, 100)}`, value);
    // A rule that the device names by a label is the rule; the event's own name stays beside it.
    if (/^(rule|policy|acl)[ _]?(name)?$/i.test(label)) {
      put(draft.attributes, 'cef.name', draft.attributes['rule.name']);
      replace(draft.attributes, 'rule.name', value);
    } else putNamed(draft.attributes, label, value);
  }
}

function severityOf(text: string): number {
  const number = Number(text);
  if (text !== '' && Number.isFinite(number)) return Math.min(10, Math.max(0, Math.round(number)));
  return WORDS[text.toLowerCase()] ?? 1;
}

function timeOf(fields: ReadonlyMap<string, string>, clock: Clock): unknown {
  for (const name of ['rt', 'devTime', 'end', 'start', 'deviceReceiptTime']) {
    const value = fields.get(name);
    if (value === undefined || value === '') continue;
    if (/^\d{10,19}(\.\d+)?$/.test(value)) return value;
    const found = textTime(value, clock);
    if (found !== null) return found;
  }
  return undefined;
}
