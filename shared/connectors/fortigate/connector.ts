import { isIP } from 'node:net';
import type { Connector, JsonObject, ParsedEvent, ReadContext } from '#shared/connectors/connector.ts';
import { applyKind, type Draft, finish, type Kind, newDraft } from '#shared/connectors/draft.ts';
import {
  attackSeverity,
  cefLabels,
  cefNames,
  fortigateKeys,
  levels,
} from '#shared/connectors/fortigate/fields.ts';
import { putHash, putInterface, readSpecial } from '#shared/connectors/fortigate/special.ts';
import { timeOf } from '#shared/connectors/fortigate/time.ts';
import { kindRow } from '#shared/connectors/kind-row.ts';
import { compileByName, visitRows } from '#shared/connectors/named-rows.ts';
import { transportOf } from '#shared/connectors/protocols.ts';
import { asKey, remember } from '#shared/connectors/remember.ts';
import { type EventFormat, scanCef } from '#shared/connectors/scan/cef.ts';
import { scanKeyValues } from '#shared/connectors/scan/key-value.ts';
import { scanSyslog } from '#shared/connectors/scan/syslog.ts';
import { syslogSettings } from '#shared/connectors/setting.ts';
import { textAt } from '#shared/connectors/table.ts';
import { type Attributes, put, splitEndpoint } from '#shared/connectors/vocabulary.ts';

/** Fortinet FortiGate: traffic, UTM and event logs as key=value and CEF. */
export const fortigate = {
  name: 'fortigate',
  version: '1.3.0',
  settings: syslogSettings,
  sniff: (value: JsonObject) =>
    value.logid !== undefined && value.devid !== undefined && value.subtype !== undefined,
  read,
  text: { sniff, read: readText },
} satisfies Connector;

function sniff(text: string): boolean {
  const head = text.slice(0, 2_048);
  if (/CEF: ?\d\|Fortinet\|Forti/i.test(head)) return true;
  return (
    (head.includes('logid=') || head.includes('log_id=')) &&
    head.includes('type=') &&
    (head.includes('devname=') ||
      head.includes('devid=') ||
      head.includes('date=') ||
      (head.includes('subtype=') && head.includes('vd=')))
  );
}

function read(value: JsonObject, context: ReadContext): ParsedEvent {
  const message = textAt(value, 'message') ?? textAt(value, 'event.original');
  const inner = value.logid === undefined && message !== null ? readText(message, context) : null;
  if (inner !== null) return inner;
  const fields = new Map<string, string>();
  for (const [name, item] of Object.entries(value).slice(0, 500))
    if (typeof item === 'string' || typeof item === 'number') fields.set(name, String(item));
  return readFields(fields, [], context);
}

/** Where the pairs begin: behind a syslog header, which holds none. */
const FIRST_PAIR = /(?:^|[\s>,:\]\uFEFF])(?=[a-z][a-z_]{0,30}=)/;

function readText(text: string, context: ReadContext): ParsedEvent | null {
  const trimmed = text.trimEnd();
  const cef = scanCef(trimmed);
  if (cef !== null) return readCef(cef, context);
  const begin = FIRST_PAIR.exec(trimmed.slice(0, 2_048));
  if (begin === null) return null;
  const start = begin.index + begin[0].length;
  const { fields, duplicates } = scanKeyValues(
    trimmed,
    /^[a-z]+=[^\s"]{0,80},[a-z]+=/.test(trimmed.slice(start, start + 2_048)) ? 'commas' : 'blanks',
    start,
  );
  if (!fields.has('type') && !fields.has('logid') && !fields.has('log_id')) return null;
  return readFields(fields, duplicates, context, scanSyslog(trimmed.slice(0, begin.index + 1)).host);
}

function readCef(cef: EventFormat, context: ReadContext): ParsedEvent {
  const fields = ownNames(cef.fields);
  const [type = '', rest = ''] = cef.name.split(':');
  if (rest !== '' && !fields.has('type')) fields.set('type', type);
  if (rest !== '' && !fields.has('subtype')) fields.set('subtype', rest.split(' ', 1)[0] ?? rest);
  const parsed = readFields(fields, cef.duplicates, context, scanSyslog(cef.prefix).host);
  put(parsed.attributes, 'observer.version', cef.productVersion);
  put(parsed.attributes, 'event.code', cef.code);
  put(parsed.attributes, 'event.severity', /^\d{1,2}$/.test(cef.severity) ? cef.severity : undefined);
  return parsed;
}

/** Prefixes that FortiOS, FortiAnalyzer and relays put before FortiGate's own names. */
const OWN_PREFIX = /^(FTNTFGT|FTNFGT|FortinetFortiGate|ad\.)/;

function ownNames(fields: ReadonlyMap<string, string>): Map<string, string> {
  const own = new Map<string, string>();
  const keep = (key: string, value: string): void => {
    if (!own.has(key) && value !== '') own.set(key, value);
  };
  for (const [name, value] of fields) {
    const known = Object.hasOwn(cefNames, name) ? cefNames[name] : undefined;
    keep(known ?? name.replace(OWN_PREFIX, ''), value);
  }
  for (const [name, label] of fields) {
    if (!name.endsWith('Label')) continue;
    const key = label.toLowerCase().replace(/[ _]/g, '');
    const value = fields.get(name.slice(0, -5));
    if (value !== undefined) keep(Object.hasOwn(cefLabels, key) ? (cefLabels[key] ?? key) : key, value);
  }
  const [type, rest] = (fields.get('cat') ?? '').split(':');
  if (type && rest) {
    keep('type', type);
    keep('subtype', rest.split(' ', 1)[0] ?? rest);
  }
  return own;
}

const KINDS: Readonly<Record<string, Kind>> = {
  traffic: kindRow('network network connection'),
  ips: kindRow('network intrusion_detection,network info'),
  anomaly: kindRow('network intrusion_detection,network info'),
  virus: kindRow('network malware,network info'),
  webfilter: kindRow('network network,web connection'),
  dns: kindRow('network network connection,protocol'),
  'app-ctrl': kindRow('network network connection'),
  emailfilter: kindRow('network email,network info'),
  dlp: kindRow('network network,file info'),
  ssl: kindRow('network network connection,protocol'),
  waf: kindRow('network intrusion_detection,web info'),
  vpn: kindRow('network network,session info'),
  user: kindRow('auth authentication info'),
  system: kindRow('ops host info'),
  ha: kindRow('ops host info'),
  'security-rating': kindRow('ops host info'),
  'rest-api': kindRow('ops web,api access'),
  ssh: kindRow('network network,session info'),
  voip: kindRow('network network protocol'),
  'file-filter': kindRow('network network,file info'),
  'cifs-auth-fail': kindRow('network network,file info'),
};

/** The rows of the table, each with whether zeros in its field stand for an address or a port that there is not. */
const rows = compileByName(
  fortigateKeys.map(([name, key]) => ({
    name,
    key,
    hasZeros: key.includes('.nat.') || key === 'source.port' || key === 'destination.port',
  })),
  ({ name }) => name,
);
const ownName = remember((name) => asKey(`fortigate.${name}`));

type Reading = { attributes: Attributes; fields: ReadonlyMap<string, string> };

function putField(row: (typeof rows)['rows'][number], value: string, { attributes, fields }: Reading): void {
  // A tunnel's `user` is its peer's address where XAUTH or EAP names the user.
  if (row.name === 'user' && (value === 'none' || isPeer(fields))) return;
  const isNone = row.hasZeros ? value === '0.0.0.0' || value === '0' || value === '::' : value === NO_COUNTRY;
  // A proxy writes the first client with its port.
  const plain = row.key === 'network.forwarded_ip' ? splitEndpoint(value).ip : value;
  if (!isNone || row.name === 'user') put(attributes, row.key, plain);
}

const NO_COUNTRY = 'Reserved';

function readFields(
  fields: ReadonlyMap<string, string>,
  duplicates: readonly string[],
  context: ReadContext,
  host: string | null = null,
): ParsedEvent {
  const draft = newDraft('fortigate', 'network');
  const { attributes } = draft;
  put(attributes, 'event.action', actionOf(fields));
  // `65535/tcp` and `icmp6/131/0` are ports and types, not names of a protocol.
  const service = fields.get('service')?.toLowerCase() ?? '';
  put(attributes, 'network.protocol', service.includes('/') || service === 'none' ? undefined : service);
  if (fields.get('type') === 'traffic') put(attributes, 'rule.ruleset', fields.get('policytype'));
  visitRows(rows, fields, { attributes, fields }, putField);
  put(attributes, 'observer.name', host);
  put(attributes, 'observer.hostname', host);
  put(attributes, 'observer.vendor', 'Fortinet');
  put(attributes, 'observer.product', 'FortiGate');
  put(attributes, 'observer.type', 'firewall');
  putInterface(fields.get('ui'), draft);
  const transport = transportOf(fields.get('proto')?.split('/', 1)[0]);
  put(attributes, 'network.transport', transport.name);
  put(attributes, 'network.iana_number', transport.number);
  const direction = fields.get('direction') ?? fields.get('dir') ?? fields.get('deviceDirection') ?? '';
  put(attributes, 'network.direction', DIRECTIONS[direction]);
  readSpecial(fields, draft);
  putHash(draft);
  const duration = Number(fields.get('duration') ?? fields.get('sess_duration'));
  if (Number.isSafeInteger(duration) && duration > 0) put(attributes, 'event.duration', duration * 1e9);
  classify(fields, draft);
  for (const [name, value] of fields) if (name !== 'message') put(attributes, ownName(name), value);
  for (const key of duplicates.slice(0, 20))
    draft.notes.push(`${key} stands twice: the first value was kept`);
  if (!fields.has('type')) draft.notes.push('no type stands in it');
  draft.time = timeOf(fields, context);
  return finish(draft);
}

const NOBODY = /^(N\/A|)$/;

function isPeer(fields: ReadonlyMap<string, string>): boolean {
  const named = fields.get('xauthuser') ?? fields.get('eapuser') ?? '';
  return (
    !NOBODY.test(named) && (isIP(fields.get('user') ?? '') !== 0 || NOBODY.test(fields.get('user') ?? ''))
  );
}

/** Before FortiOS 5 a connection's `status` said what became of it. */
function actionOf(fields: ReadonlyMap<string, string>): string | undefined {
  const action = fields.get('action');
  if (action === 'none') return undefined;
  return action ?? (fields.get('type') === 'traffic' ? fields.get('status') : undefined);
}

const DIRECTIONS: Readonly<Record<string, string>> = {
  incoming: 'inbound',
  inbound: 'inbound',
  outgoing: 'outbound',
  outbound: 'outbound',
  // CEF's `deviceDirection`.
  0: 'inbound',
  1: 'outbound',
};

const DENIED =
  /^(deny|denied|block|blocked|drop|dropped|reset|reset_client|reset_server|clear_session|quarantine|drop-session)$/;

function classify(fields: ReadonlyMap<string, string>, draft: Draft): void {
  const { attributes } = draft;
  const type = fields.get('type') ?? '';
  const subtype = fields.get('subtype') ?? '';
  const action = actionOf(fields) ?? '';
  const kind =
    KINDS[type === 'traffic' ? 'traffic' : subtype] ?? KINDS[type] ?? kindRow('network network info');
  const status = fields.get('status') ?? fields.get('result') ?? '';
  const isLogin =
    /^(login|logout|authentication|auth-logon|auth-logout|ssl-login-fail|tunnel-up|ssl-new-con|xauth)$/i.test(
      action,
    );
  put(attributes, 'event.action', subtype || type);
  if (fields.has('cfgpath')) {
    const level = levels.get(fields.get('level') ?? '') ?? 1;
    draft.severity = draft.category === 'auth' ? Math.max(4, level) : level;
  } else if (isLogin || (subtype === 'user' && status !== '')) {
    const failed = /fail|deny|denied|error/i.test(status) || /fail/.test(action);
    const end = /logout/i.test(action);
    applyKind(draft, {
      ...kindRow('auth authentication info'),
      type: [end ? 'end' : 'start'],
      outcome: failed ? 'failure' : 'success',
      severity: failed ? 3 : 1,
    });
  } else {
    const denied =
      DENIED.test(action) || /^(block|blocked|drop|dropped|reset)$/.test(fields.get('utmaction') ?? '');
    const isConnection = kind.type.includes('connection');
    put(
      attributes,
      'event.outcome',
      isConnection
        ? denied
          ? 'failure'
          : 'success'
        : /fail/i.test(status)
          ? 'failure'
          : status === 'success'
            ? 'success'
            : undefined,
    );
    applyKind(draft, isConnection ? { ...kind, type: [...kind.type, denied ? 'denied' : 'allowed'] } : kind);
    draft.severity =
      attackSeverity.get(fields.get('severity') ?? '') ??
      attackSeverity.get(fields.get('crlevel') ?? '') ??
      levels.get(fields.get('level') ?? '') ??
      1;
  }
}
