import type { Draft } from '#shared/connectors/draft.ts';
import type { EventFormat } from '#shared/connectors/scan/cef.ts';
import type { Clock } from '#shared/connectors/scan/resolve-time.ts';
import { textTime } from '#shared/connectors/scan/resolve-time.ts';
import { put } from '#shared/connectors/vocabulary.ts';

/** ArcSight CEF dictionary and IBM LEEF predefined attributes → ECS. The first that fills a key wins. */
const keys: Readonly<Record<string, string>> = {
  src: 'source.ip',
  c6a2: 'source.ip',
  sourceAddress: 'source.ip',
  shost: 'source.domain',
  spt: 'source.port',
  srcPort: 'source.port',
  suser: 'source.user.name',
  usrName: 'user.name',
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
  duser: 'destination.user.name',
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
  proto: 'network.transport',
  app: 'network.protocol',
  in: 'source.bytes',
  srcBytes: 'source.bytes',
  out: 'destination.bytes',
  dstBytes: 'destination.bytes',
  srcPackets: 'source.packets',
  dstPackets: 'destination.packets',
  request: 'url.original',
  url: 'url.original',
  requestMethod: 'http.request.method',
  requestClientApplication: 'user_agent.original',
  requestContext: 'http.request.referrer',
  fname: 'file.name',
  filePath: 'file.path',
  fileHash: 'file.hash.value',
  fsize: 'file.size',
  fileType: 'file.type',
  oldFilePath: 'file.old_path',
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
  for (const [name, value] of fields) {
    const key = Object.hasOwn(keys, name) ? keys[name] : undefined;
    if (key !== undefined) put(attributes, key, key === 'network.transport' ? value.toLowerCase() : value);
  }
  // A hash says by its length which one it is; where the dictionary's user fields stand, the acting one is the source's.
  putHash(draft, fields.get('fileHash'));
  put(attributes, 'user.name', attributes['source.user.name'] ?? attributes['destination.user.name']);
  putLabelled(draft, fields);
  let others = 0;
  for (const [name, value] of fields)
    if (!Object.hasOwn(keys, name) && !/Label$/.test(name) && others++ < OTHER_KEYS)
      put(attributes, name, value);
  for (const key of event.duplicates.slice(0, 20))
    draft.notes.push(`${key} stands twice: the first value was kept`);
  const own = timeOf(fields, clock);
  if (own !== undefined) draft.time = own;
}

function putHash(draft: Draft, hash: string | undefined): void {
  delete draft.attributes['file.hash.value'];
  const kind =
    hash === undefined
      ? undefined
      : ({ 32: 'md5', 40: 'sha1', 64: 'sha256' } as Record<number, string>)[hash.length];
  if (kind !== undefined && /^[0-9a-fA-F]+$/.test(hash ?? ''))
    put(draft.attributes, `file.hash.${kind}`, hash);
}

function putLabelled(draft: Draft, fields: ReadonlyMap<string, string>): void {
  for (const [name, label] of fields) {
    if (!name.endsWith('Label')) continue;
    const value = fields.get(name.slice(0, -5));
    if (value === undefined || label === '') continue;
    put(draft.attributes, `cef.${label.replace(/[^A-Za-z0-9_.-]+/g, '_').slice(0, 100)}`, value);
    if (/^(rule|policy|acl)[ _]?(name)?$/i.test(label)) put(draft.attributes, 'rule.name', value);
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
