import type { Draft } from '#shared/connectors/draft.ts';
import { putNamed } from '#shared/connectors/generic/pairs.ts';
import { put } from '#shared/connectors/vocabulary.ts';

/** Where the pairs of Check Point's log exporter begin: `[action:"Accept"; flags:"18692"; …]`. */
const BEGIN = /\[(?=[A-Za-z_][\w.-]{0,60}:")/;
const PAIR = /([A-Za-z_][\w.-]{0,60}):"((?:[^"\\]|\\.)*)";?\s{0,4}/y;
const MAX_PAIRS = 500;

/** What its names mean where other products mean something else by them, or nothing. */
const KEYS: Readonly<Record<string, string>> = {
  action: 'event.action',
  origin: 'observer.ip',
  ifname: 'observer.ingress.interface.name',
  ifdir: 'network.direction',
  inzone: 'observer.ingress.zone',
  outzone: 'observer.egress.zone',
  rule: 'rule.id',
  rule_name: 'rule.name',
  rule_uid: 'rule.uuid',
  policy_name: 'rule.ruleset',
  product: 'observer.product',
  service_id: 'network.protocol',
  src_machine_name: 'source.domain',
  dst_machine_name: 'destination.domain',
  src_user_name: 'user.name',
  resource: 'url.original',
  protection_name: 'rule.name',
  malware_family: 'threat.software.name',
  appi_name: 'network.application',
  sequencenum: 'event.sequence',
};

/** A line of it without a syslog header. */
export function isLogExporter(text: string): boolean {
  return /^(syslog)?\[action:"/.test(text.slice(0, 20));
}

/** Check Point's log exporter in its syslog form; false where the text is none of its lines. */
export function readLogExporter(message: string, draft: Draft): boolean {
  const begin = BEGIN.exec(message.slice(0, 2_048));
  if (begin === null) return false;
  const pairs = new Map<string, string>();
  PAIR.lastIndex = begin.index + 1;
  for (let pair = PAIR.exec(message); pair !== null && pairs.size < MAX_PAIRS; pair = PAIR.exec(message)) {
    const [, name = '', value = ''] = pair;
    if (value !== '' && !pairs.has(name)) pairs.set(name, value.replace(/\\(["\\\]])/g, '$1'));
  }
  if (pairs.size < 3) return false;
  const { attributes } = draft;
  put(attributes, 'observer.vendor', 'Check Point');
  put(attributes, 'observer.name', /^CN=([^,]{1,253})/i.exec(pairs.get('origin_sic_name') ?? '')?.[1]);
  const service = pairs.get('service');
  if (service !== undefined && /^\d{1,5}$/.test(service)) put(attributes, 'destination.port', service);
  for (const [name, value] of pairs) {
    const key = Object.hasOwn(KEYS, name) ? KEYS[name] : undefined;
    // An address or a port of zero is where nothing was translated.
    if (name.startsWith('xlate') && /^(0\.0\.0\.0|0|::)$/.test(value)) continue;
    if (key !== undefined) put(attributes, key, value);
    else if (!/^(service|time|logid|version)$/.test(name)) putNamed(attributes, name, value);
    if (name !== 'message') put(attributes, `checkpoint.${name}`, value);
  }
  const time = pairs.get('time');
  if (time !== undefined && /^\d{10}$/.test(time)) draft.time = Number(time);
  return true;
}
