import { readCommonFormat } from '#shared/connectors/common-format.ts';
import type { Connector, JsonObject, ParsedEvent, ReadContext } from '#shared/connectors/connector.ts';
import { applyKind, type Draft, finish, newDraft } from '#shared/connectors/draft.ts';
import { kindRow } from '#shared/connectors/kind-row.ts';
import { columns, severities } from '#shared/connectors/palo-alto/columns.ts';
import { scanCef } from '#shared/connectors/scan/cef.ts';
import { scanCsv } from '#shared/connectors/scan/csv.ts';
import { textTime } from '#shared/connectors/scan/resolve-time.ts';
import { scanSyslog } from '#shared/connectors/scan/syslog.ts';
import { syslogDraft } from '#shared/connectors/syslog-draft.ts';
import { textAt } from '#shared/connectors/table.ts';
import { put } from '#shared/connectors/vocabulary.ts';

/** Palo Alto Networks PAN-OS: all log types as CSV of 9.x to 11.x, and CEF. */
export const paloAlto = {
  name: 'palo-alto',
  version: '1.0.0',
  sniff: (_value: JsonObject) => false,
  read,
  text: {
    sniff: (text: string) =>
      HEAD.test(text.slice(0, 1_024)) || /CEF:\d\|Palo Alto Networks\|/.test(text.slice(0, 1_024)),
    read: readText,
  },
} satisfies Connector;

/** `FUTURE_USE,receive time,serial,TYPE,subtype,FUTURE_USE,generated time,`. */
const HEAD =
  /(?:^|[\s>:])([^,\s]{0,12},\d{4}\/\d{2}\/\d{2} \d{2}:\d{2}:\d{2},[^,]{0,40},([A-Z][A-Z-]{3,20}),)/;

function read(value: JsonObject, context: ReadContext): ParsedEvent {
  const parsed = readText(textAt(value, 'message') ?? textAt(value, 'event.original') ?? '', context);
  if (parsed !== null) return parsed;
  const draft = newDraft('palo-alto', 'network');
  draft.notes.push('no PAN-OS log stands in it');
  return finish(draft);
}

function readText(text: string, context: ReadContext): ParsedEvent | null {
  const trimmed = text.trimEnd();
  const cef = scanCef(trimmed);
  if (cef !== null) {
    const draft = syslogDraft(scanSyslog(cef.prefix), 'palo-alto', 'network', context, 'observer.name');
    readCommonFormat(cef, draft, context);
    put(draft.attributes, 'event.sequence', cef.fields.get('externalId'));
    const type =
      columns[cef.name] === undefined ? (columns[cef.code] === undefined ? 'TRAFFIC' : cef.code) : cef.name;
    // In CEF the header's name is the log type, and the rule is a labelled custom field.
    if (draft.attributes['rule.name'] === cef.name) delete draft.attributes['rule.name'];
    put(draft.attributes, 'rule.name', draft.attributes['cef.Rule'] ?? draft.attributes['cef.Rule_Name']);
    return classify(type, cef.name === type ? cef.code : cef.name, draft);
  }
  const head = HEAD.exec(trimmed.slice(0, 2_048));
  if (head === null) return null;
  const start = head.index + head[0].length - (head[1]?.length ?? 0);
  const draft = syslogDraft(
    scanSyslog(trimmed.slice(0, start)),
    'palo-alto',
    'network',
    context,
    'observer.name',
  );
  return readColumns(scanCsv(trimmed.slice(start)), draft, context);
}

function readColumns(values: readonly string[], draft: Draft, context: ReadContext): ParsedEvent {
  const { attributes } = draft;
  const type = values[3] ?? '';
  const table = columns[type];
  if (table === undefined) draft.notes.push(`log type ${type.slice(0, 30)} is not known`);
  for (const [index, key] of Object.entries(table ?? {})) {
    const value = values[Number(index)];
    // 0.0.0.0 stands for an address that there is not.
    if (value === undefined || (key.includes('.nat.') && /^(0\.0\.0\.0|0|::)$/.test(value))) continue;
    put(attributes, key, value === '0.0.0.0' && type === 'GLOBALPROTECT' ? undefined : value);
  }
  put(attributes, 'observer.serial_number', values[2]);
  const generated = textTime(values[6] ?? '', context) ?? textTime(values[1] ?? '', context);
  draft.time = generated ?? draft.time;
  if (type === 'TRAFFIC' && values.length < 40) draft.notes.push('the line ends before its last column');
  const elapsed = Number(attributes['panw.elapsed']);
  if (Number.isSafeInteger(elapsed)) put(attributes, 'event.duration', elapsed * 1e9);
  return classify(type, values[4] ?? '', draft);
}

const KINDS: Readonly<Record<string, ReturnType<typeof kindRow>>> = {
  TRAFFIC: kindRow('network network connection'),
  THREAT: kindRow('network intrusion_detection,network info'),
  DECRYPTION: kindRow('network network connection,protocol'),
  SYSTEM: kindRow('ops host info'),
  CONFIG: kindRow('ops configuration change configuration-change - 2'),
  GLOBALPROTECT: kindRow('auth network,session info'),
  USERID: kindRow('auth session info user-id'),
  HIPMATCH: kindRow('network host info hip-match'),
  'HIP-MATCH': kindRow('network host info hip-match'),
  AUTHENTICATION: kindRow('auth authentication info authentication'),
  CORRELATION: kindRow('network intrusion_detection info correlation - 6'),
};

const DENIED = /^(deny|drop|drop-?icmp|reset|block|sinkhole|random-drop|syncookie)/;

function classify(type: string, subtype: string, draft: Draft): ParsedEvent {
  const { attributes } = draft;
  put(attributes, 'event.code', type);
  put(attributes, 'panw.subtype', subtype);
  put(attributes, 'observer.vendor', 'Palo Alto Networks');
  put(attributes, 'observer.product', 'PAN-OS');
  put(attributes, 'observer.type', 'firewall');
  if (typeof attributes['network.transport'] === 'string')
    attributes['network.transport'] = attributes['network.transport'].toLowerCase();
  readThreat(type, subtype, draft);
  readUsers(draft);
  const action = String(attributes['event.action'] ?? '');
  const kind = KINDS[type] ?? kindRow('network network info');
  const word = String(attributes['event.outcome_word'] ?? '');
  const isFlow = type === 'TRAFFIC' || type === 'THREAT' || type === 'DECRYPTION';
  if (isFlow && action !== '') put(attributes, 'event.outcome', DENIED.test(action) ? 'failure' : 'success');
  else if (/fail|error|unauthorized|denied/i.test(word) || /(fail|invalid|denied)/i.test(action))
    put(attributes, 'event.outcome', 'failure');
  else if (/succe/i.test(word)) put(attributes, 'event.outcome', 'success');
  readLogin(type, draft);
  const severity = severities.get(String(attributes['panw.severity'] ?? '')) ?? kind.severity ?? 1;
  const category = draft.category === 'auth' ? 'auth' : kind.category;
  applyKind(draft, {
    ...kind,
    category,
    ...(isFlow ? { type: [...kind.type, DENIED.test(action) ? 'denied' : 'allowed'] } : {}),
  });
  draft.severity = attributes.failed_login_count === undefined ? severity : Math.max(3, severity);
  put(attributes, 'event.action', subtype || type.toLowerCase());
  return finish(draft);
}

/** What the threat log's shared columns mean depends on the subtype. */
function readThreat(type: string, subtype: string, { attributes }: Draft): void {
  if (type !== 'THREAT') return;
  const misc = attributes['panw.misc'];
  const threat = typeof attributes['panw.threat'] === 'string' ? attributes['panw.threat'] : '';
  if (typeof misc === 'string') {
    const isFile =
      /^(file|virus|wildfire|wildfire-virus|data)$/.test(subtype) && !/^[a-z]+:\/\/|\//.test(misc);
    put(attributes, isFile ? 'file.name' : 'url.original', misc);
    const domain = isFile
      ? undefined
      : /^(?:[a-z]+:\/\/)?([A-Za-z0-9.-]{1,253}\.[A-Za-z]{2,24})(?:[:/?]|$)/.exec(misc)?.[1];
    put(attributes, 'url.domain', domain);
  }
  const open = threat.lastIndexOf('(');
  put(attributes, 'threat.name', open > 0 ? threat.slice(0, open) : threat);
  if (open > 0) put(attributes, 'rule.id', threat.slice(open + 1).replace(/\)$/, ''));
  put(attributes, 'rule.category', attributes['panw.category']);
}

function readUsers({ attributes }: Draft): void {
  for (const side of ['source', 'destination'] as const) {
    const account = attributes[`${side}.user.name`];
    if (typeof account !== 'string') continue;
    const slash = account.indexOf('\\');
    if (slash > 0) {
      attributes[`${side}.user.name`] = account.slice(slash + 1);
      put(attributes, `${side}.user.domain`, account.slice(0, slash));
    }
  }
  if (String(attributes['user.name'] ?? '').includes('\\')) delete attributes['user.name'];
  put(attributes, 'user.name', attributes['source.user.name']);
  put(attributes, 'user.domain', attributes['source.user.domain']);
}

const SYSTEM_LOGIN = /user(?:name)? '?([^'\s]{1,128})'?(?: logged in)?/i;

/** Logins stand in SYSTEM (`auth-fail`, `auth-success`), GLOBALPROTECT (`portal-auth`, `gateway-auth`) and AUTHENTICATION. */
function readLogin(type: string, draft: Draft): void {
  const { attributes } = draft;
  const action = String(attributes['event.action'] ?? '');
  const message = String(attributes.message ?? '');
  const isSystem =
    type === 'SYSTEM' &&
    /^auth-(fail|success)|^(general|globalprotect.*auth.*)$/.test(action) &&
    /auth|log/i.test(message);
  const isVpn = type === 'GLOBALPROTECT' && /auth|login/.test(action);
  if (!isSystem && !isVpn && type !== 'AUTHENTICATION') return;
  if (isSystem) {
    put(attributes, 'user.name', SYSTEM_LOGIN.exec(message)?.[1]);
    put(attributes, 'source.ip', /From: ([0-9a-fA-F.:]{3,45})/.exec(message)?.[1]?.replace(/\.$/, ''));
  }
  const failed =
    action === 'auth-fail' ||
    attributes['event.outcome'] === 'failure' ||
    /\bfail|invalid|denied/i.test(message);
  put(attributes, 'event.outcome', failed ? 'failure' : 'success');
  put(attributes, 'event.category', ['authentication']);
  put(attributes, 'event.type', ['start']);
  draft.category = 'auth';
  if (failed) put(attributes, 'failed_login_count', 1);
}
