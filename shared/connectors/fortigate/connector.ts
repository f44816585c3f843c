import type { Connector, JsonObject, ParsedEvent, ReadContext } from '#shared/connectors/connector.ts';
import { applyKind, type Draft, finish, type Kind, newDraft } from '#shared/connectors/draft.ts';
import { attackSeverity, cefNames, fortigateKeys, levels } from '#shared/connectors/fortigate/fields.ts';
import { kindRow } from '#shared/connectors/kind-row.ts';
import { protocols } from '#shared/connectors/protocols.ts';
import { scanCef } from '#shared/connectors/scan/cef.ts';
import { scanKeyValues } from '#shared/connectors/scan/key-value.ts';
import { textTime } from '#shared/connectors/scan/resolve-time.ts';
import { scanSyslog } from '#shared/connectors/scan/syslog.ts';
import { textAt } from '#shared/connectors/table.ts';
import { put } from '#shared/connectors/vocabulary.ts';

/** Fortinet FortiGate: traffic, UTM and event logs as key=value and CEF. */
export const fortigate = {
  name: 'fortigate',
  version: '1.0.0',
  sniff: (value: JsonObject) =>
    value.logid !== undefined && value.devid !== undefined && value.subtype !== undefined,
  read,
  text: { sniff, read: readText },
} satisfies Connector;

function sniff(text: string): boolean {
  const head = text.slice(0, 2_048);
  if (/CEF:\d\|Fortinet\|Forti[Gg]ate/.test(head)) return true;
  return (
    head.includes('logid=') &&
    head.includes('type=') &&
    (head.includes('devname=') || head.includes('devid=') || head.includes('date='))
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

function readText(text: string, context: ReadContext): ParsedEvent | null {
  const trimmed = text.trimEnd();
  const cef = scanCef(trimmed);
  if (cef !== null)
    return readFields(ownNames(cef.fields), cef.duplicates, context, scanSyslog(cef.prefix).host);
  const begin = /(?:^|[ >,])(?=(?:date|timestamp|logver|logid|devname|itime|id|tz|eventtime)=)/.exec(
    trimmed.slice(0, 2_048),
  );
  if (begin === null) return null;
  const body = trimmed.slice(begin.index + begin[0].length);
  const { fields, duplicates } = scanKeyValues(
    body,
    /^[a-z]+=[^\s"]{0,80},[a-z]+=/.test(body) ? ' \t,' : ' \t',
  );
  return fields.has('type') || fields.has('logid') ? readFields(fields, duplicates, context) : null;
}

function ownNames(fields: ReadonlyMap<string, string>): Map<string, string> {
  const own = new Map<string, string>();
  for (const [name, value] of fields) {
    const known = Object.hasOwn(cefNames, name) ? cefNames[name] : undefined;
    const key = known ?? (name.startsWith('FTNTFGT') ? name.slice(7) : name);
    if (!own.has(key)) own.set(key, value);
  }
  const [type, rest] = (fields.get('cat') ?? '').split(':');
  if (type && !own.has('type')) own.set('type', type);
  if (rest && !own.has('subtype')) own.set('subtype', rest.split(' ', 1)[0] ?? rest);
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
};

function readFields(
  fields: ReadonlyMap<string, string>,
  duplicates: readonly string[],
  context: ReadContext,
  host: string | null = null,
): ParsedEvent {
  const draft = newDraft('fortigate', 'network');
  const { attributes } = draft;
  for (const [name, key] of fortigateKeys) put(attributes, key, fields.get(name));
  put(attributes, 'observer.name', host);
  put(attributes, 'observer.vendor', 'Fortinet');
  put(attributes, 'observer.product', 'FortiGate');
  put(attributes, 'observer.type', 'firewall');
  putInterface(fields.get('ui'), draft);
  const proto = fields.get('proto');
  put(
    attributes,
    'network.transport',
    proto === undefined ? undefined : (protocols.get(proto) ?? proto.toLowerCase()),
  );
  put(attributes, 'network.direction', fields.get('direction') ?? undefined);
  putHash(draft);
  const duration = Number(fields.get('duration'));
  if (Number.isSafeInteger(duration) && duration > 0) put(attributes, 'event.duration', duration * 1e9);
  classify(fields, draft);
  for (const [name, value] of fields) if (name !== 'message') put(attributes, `fortigate.${name}`, value);
  for (const key of duplicates.slice(0, 20))
    draft.notes.push(`${key} stands twice: the first value was kept`);
  if (!fields.has('type')) draft.notes.push('no type stands in it');
  draft.time = timeOf(fields, context);
  return finish(draft);
}

/** `ssh(192.0.2.9)`, `https(192.0.2.9)`, `jsconsole`. */
function putInterface(ui: string | undefined, { attributes }: Draft): void {
  const open = ui?.indexOf('(') ?? -1;
  if (ui === undefined || open < 1) return;
  put(attributes, 'source.ip', ui.slice(open + 1, ui.indexOf(')', open)));
  put(attributes, 'network.application', ui.slice(0, open));
}

function putHash({ attributes }: Draft): void {
  const hash = attributes['file.hash.value'];
  delete attributes['file.hash.value'];
  if (typeof hash !== 'string' || !/^[0-9a-fA-F]+$/.test(hash)) return;
  const kind = ({ 32: 'md5', 40: 'sha1', 64: 'sha256' } as Record<number, string>)[hash.length];
  if (kind !== undefined) put(attributes, `file.hash.${kind}`, hash);
}

const DENIED =
  /^(deny|denied|block|blocked|drop|dropped|reset|reset_client|reset_server|clear_session|quarantine|server-rst|client-rst-deny)$/;

function classify(fields: ReadonlyMap<string, string>, draft: Draft): void {
  const { attributes } = draft;
  const type = fields.get('type') ?? '';
  const subtype = fields.get('subtype') ?? '';
  const action = fields.get('action') ?? '';
  const kind =
    KINDS[type === 'traffic' ? 'traffic' : subtype] ?? KINDS[type] ?? kindRow('network network info');
  const status = fields.get('status') ?? fields.get('result') ?? '';
  const isLogin =
    /^(login|logout|authentication|auth-logon|auth-logout|ssl-login-fail|tunnel-up|ssl-new-con|xauth)$/i.test(
      action,
    );
  put(attributes, 'event.action', action || subtype || type);
  if (isLogin || (subtype === 'user' && status !== '')) {
    const failed = /fail|deny|denied|error/i.test(status) || /fail/.test(action);
    const end = /logout/i.test(action);
    applyKind(draft, {
      ...kindRow('auth authentication info'),
      type: [end ? 'end' : 'start'],
      outcome: failed ? 'failure' : 'success',
      severity: failed ? 3 : 1,
    });
  } else {
    const denied = DENIED.test(action) || fields.get('utmaction') === 'block';
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

/** `eventtime` in s, ms, µs or ns by magnitude, else date and time in the device's zone. */
function timeOf(fields: ReadonlyMap<string, string>, context: ReadContext): unknown {
  const exact = fields.get('eventtime');
  if (exact !== undefined && /^\d{9,19}$/.test(exact)) return exact;
  const date = fields.get('date');
  const time = fields.get('time');
  if (date !== undefined && time !== undefined) {
    const zone = fields.get('tz');
    return (
      textTime(zone === undefined ? `${date} ${time}` : `${date} ${time} ${zone}`, context) ??
      textTime(`${date} ${time}`, context) ??
      undefined
    );
  }
  return fields.get('rt') ?? fields.get('start') ?? undefined;
}
