import type { ParsedEvent, ReadContext } from '#shared/connectors/connector.ts';
import { applyKind, type Draft, finish } from '#shared/connectors/draft.ts';
import { eventTime } from '#shared/connectors/event-time.ts';
import { kindRow } from '#shared/connectors/kind-row.ts';
import { compileByName, visitRows } from '#shared/connectors/named-rows.ts';
import { columns, severities } from '#shared/connectors/palo-alto/columns.ts';
import { readDescription } from '#shared/connectors/palo-alto/description.ts';
import { panFields } from '#shared/connectors/palo-alto/fields.ts';
import type { PanLog } from '#shared/connectors/palo-alto/forms.ts';
import { readThreat } from '#shared/connectors/palo-alto/threat.ts';
import { transportOf } from '#shared/connectors/protocols.ts';
import { asKey, remember } from '#shared/connectors/remember.ts';
import { textTime } from '#shared/connectors/scan/resolve-time.ts';
import { type Attributes, put, replace } from '#shared/connectors/vocabulary.ts';

const KINDS: Readonly<Record<string, ReturnType<typeof kindRow>>> = {
  TRAFFIC: kindRow('network network connection'),
  THREAT: kindRow('network intrusion_detection,network info'),
  DECRYPTION: kindRow('network network connection,protocol'),
  GTP: kindRow('network network connection,protocol'),
  SCTP: kindRow('network network connection,protocol'),
  START: kindRow('network network connection,start'),
  END: kindRow('network network connection,end'),
  TUNNEL: kindRow('network network connection'),
  DNS: kindRow('network network connection,protocol'),
  SYSTEM: kindRow('ops host info'),
  CONFIG: kindRow('ops configuration change - - 2'),
  AUDIT: kindRow('ops configuration change - - 2'),
  GLOBALPROTECT: kindRow('auth network,session info'),
  USERID: kindRow('auth session info'),
  IPTAG: kindRow('network network info'),
  HIPMATCH: kindRow('network host info'),
  'HIP-MATCH': kindRow('network host info'),
  AUTHENTICATION: kindRow('auth authentication info'),
  AUTH: kindRow('auth authentication info'),
  CORRELATION: kindRow('network intrusion_detection info - - 6'),
};
const FLOWS: ReadonlySet<string> = new Set([
  'TRAFFIC',
  'THREAT',
  'DECRYPTION',
  'GTP',
  'SCTP',
  'START',
  'END',
  'TUNNEL',
  'DNS',
]);
const DENIED = /^(deny|drop|drop-?icmp|reset|block|sinkhole|random-drop|syncookie|override-lockout)/;
const NO_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '0', '::', '::ffff:0']);

/** The rows of the table, each with whether zeros in its field stand for an address or a port that there is not. */
const rows = compileByName(
  panFields.map(([name, key]) => ({ name, key, hasZeros: /(ip|\.nat\.port)$/.test(key) })),
  ({ name }) => name,
);
/** What need not be kept under its own name; an event's id means too much to stand under one key only. */
const mapped: ReadonlySet<string> = new Set(
  [
    ...['Type', 'Subtype', 'Protocol', 'TimeReceived', 'TimeGenerated', 'dtz'],
    ...panFields.map(([name]) => name),
  ].filter((name) => name !== 'EventID'),
);
const ownName = remember((name) => asKey(`panw.${name}`));

function putField(
  { key, hasZeros }: (typeof rows)['rows'][number],
  value: string,
  attributes: Attributes,
): void {
  if (hasZeros && NO_ADDRESS.has(value)) return;
  if (key !== 'rule.category' || value !== 'any') put(attributes, key, value);
}

/** One log, whatever form it came in, as an event. */
export function readLog(log: PanLog, draft: Draft, context: ReadContext): ParsedEvent {
  const { attributes } = draft;
  const { type, subtype, fields } = log;
  draft.notes.push(...log.notes);
  visitRows(rows, fields, attributes, putField);
  put(attributes, 'observer.vendor', 'Palo Alto Networks');
  put(attributes, 'observer.product', 'PAN-OS');
  put(attributes, 'observer.type', 'firewall');
  const transport = transportOf(fields.get('Protocol'));
  put(attributes, 'network.transport', transport.name);
  put(attributes, 'network.iana_number', transport.number);
  const elapsed = Number(fields.get('Elapsed') ?? fields.get('LoginDuration'));
  if (Number.isSafeInteger(elapsed)) put(attributes, 'event.duration', elapsed * 1e9);
  readThreat(log, draft);
  readTls(log, draft);
  if (type === 'SYSTEM' || type === 'AUDIT') readDescription(fields.get('EventDescription') ?? '', draft);
  if (type === 'CONFIG') readConfig(log, draft);
  splitUsers(draft);
  classify(log, draft);
  for (const [name, value] of fields) if (!mapped.has(name)) put(attributes, ownName(name), value);
  put(attributes, 'panw.subtype', subtype);
  put(attributes, 'event.dataset', type === '' ? undefined : `panw.${type.toLowerCase()}`);
  draft.time = timeOf(fields, context) ?? draft.time;
  return finish(draft);
}

/** The device's own clock: to the millisecond with its zone where it says so, else in the source's zone. */
function timeOf(fields: ReadonlyMap<string, string>, context: ReadContext): unknown {
  const exact = fields.get('TimeGeneratedHighResolution');
  if (exact !== undefined && /(Z|[+-]\d{2}:\d{2})$/.test(exact)) {
    const found = eventTime(exact, context.receivedAt);
    if (found.quality === 'vendor') return found;
  }
  const zone = fields.get('dtz');
  for (const name of ['TimeGenerated', 'TimeReceived']) {
    const text = fields.get(name);
    if (text === undefined || text === '') continue;
    if (/^\d{10,19}$/.test(text)) return text;
    if (/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:?\d{2})$/.test(text)) return text;
    const found =
      (zone === undefined ? null : textTime(`${text} ${zone}`, context)) ?? textTime(text, context);
    if (found !== null) return found;
  }
  return undefined;
}

function readTls({ type, fields }: PanLog, { attributes }: Draft): void {
  if (type !== 'DECRYPTION') return;
  put(attributes, 'tls.version', /^TLSv?(\d\.\d)/i.exec(fields.get('TLSVersion') ?? '')?.[1]);
  const print = fields.get('Fingerprint') ?? '';
  const kind = ({ 32: 'md5', 40: 'sha1', 64: 'sha256' } as Record<number, string>)[print.length];
  if (kind !== undefined) put(attributes, `tls.server.hash.${kind}`, print);
}

const ACCOUNT = /(?:local-user-database +user|mgm?t-config +users) +([^\s,]{1,128})/;

function readConfig({ fields }: PanLog, draft: Draft): void {
  const account = ACCOUNT.exec((fields.get('ConfigPath') ?? '').slice(0, 2_000));
  if (account === null) return;
  put(draft.attributes, 'user.target.name', account[1]);
  const change = { set: 'creation', delete: 'deletion' }[fields.get('Command') ?? ''] ?? 'change';
  applyKind(draft, { ...kindRow('auth iam user - - 4'), type: ['user', change] });
}

/** `acme\alice`, with one or more backslashes as the form doubles them, in its parts; the acting user is the event's. */
function splitUsers({ attributes }: Draft): void {
  for (const side of ['source', 'destination'] as const) {
    const account = attributes[`${side}.user.name`];
    if (typeof account !== 'string') continue;
    const slash = account.indexOf('\\');
    if (slash <= 0) continue;
    replace(attributes, `${side}.user.name`, account.slice(slash).replace(/^\\+/, ''));
    put(attributes, `${side}.user.domain`, account.slice(0, slash));
  }
  const name = attributes['source.user.name'];
  put(attributes, 'user.name', name);
  put(attributes, 'user.domain', attributes['source.user.domain']);
  if (typeof name === 'string' && /^[^\s@]{1,128}@[^\s@]{1,253}$/.test(name))
    put(attributes, 'user.email', name);
}

function classify({ type, subtype, fields }: PanLog, draft: Draft): void {
  const { attributes } = draft;
  const kind = KINDS[type] ?? kindRow('network network info');
  const isFlow = FLOWS.has(type);
  const action = (fields.get('Action') ?? '').toLowerCase();
  const word = String(attributes['event.outcome_word'] ?? '');
  const sequence = attributes['event.sequence_text'];
  for (const key of ['event.outcome_word', 'event.sequence_text', 'network.type_name'] as const)
    delete attributes[key];
  put(attributes, 'event.sequence', sequence);
  if (attributes['event.sequence'] === undefined) put(attributes, 'panw.sequence_number', sequence);
  const denied = DENIED.test(action);
  if (isFlow && action !== '') put(attributes, 'event.outcome', denied ? 'failure' : 'success');
  else if (/fail|error|unauthorized|denied|timeout|invalid/i.test(word))
    put(attributes, 'event.outcome', 'failure');
  else if (/succe|authenticated/i.test(word)) put(attributes, 'event.outcome', 'success');
  put(attributes, 'event.action', actionOf(type, subtype, fields));
  readLogin(type, word, draft);
  const level = severities.get((fields.get('Severity') ?? '').toLowerCase()) ?? kind.severity ?? 1;
  const isAuth = draft.category === 'auth' || kind.category === 'auth';
  const declared = attributes['user.target.name'] === undefined ? level : Math.max(4, level);
  applyKind(draft, {
    ...kind,
    category: isAuth ? 'auth' : kind.category,
    ...(isFlow && action !== '' ? { type: [...kind.type, denied ? 'denied' : 'allowed'] } : {}),
  });
  draft.severity = attributes.failed_login_count === undefined ? declared : Math.max(3, declared);
  put(attributes, 'event.code', columns.has(type) ? type : undefined);
  if (type === 'THREAT' || type === 'CORRELATION') put(attributes, 'event.kind', 'alert');
}

function actionOf(type: string, subtype: string, fields: ReadonlyMap<string, string>): string | undefined {
  const named = FLOWS.has(type)
    ? fields.get('Action')
    : type === 'CONFIG'
      ? fields.get('Command')
      : type === 'SYSTEM' || type === 'GLOBALPROTECT'
        ? fields.get('EventID')
        : undefined;
  return named ?? (/^0?$/.test(subtype) ? type.toLowerCase() : subtype);
}

/** Logins stand in SYSTEM (`auth-fail`), GLOBALPROTECT (`portal-auth`, `gateway-auth`), AUTHENTICATION and USERID. */
function readLogin(type: string, word: string, draft: Draft): void {
  const { attributes } = draft;
  const action = String(attributes['event.action'] ?? '');
  const message = String(attributes.message ?? '').slice(0, 1_000);
  const isSystem =
    type === 'SYSTEM' &&
    /^auth-(fail|success)|^(general|globalprotect.*auth.*)$/.test(action) &&
    /authenticat|logged (in|out)|login/i.test(message);
  const isVpn = type === 'GLOBALPROTECT' && /auth|login/.test(action);
  const isAuth = type === 'AUTHENTICATION' || type === 'AUTH';
  if (!isSystem && !isVpn && !isAuth) return;
  const failed =
    /fail/.test(action) ||
    attributes['event.outcome'] === 'failure' ||
    /\bfail|invalid|denied/i.test(`${message} ${word}`);
  put(attributes, 'event.outcome', failed ? 'failure' : 'success');
  put(attributes, 'event.category', ['authentication']);
  put(attributes, 'event.type', /logged out|logout/i.test(message + action) ? ['end'] : ['start']);
  draft.category = 'auth';
  if (failed) put(attributes, 'failed_login_count', 1);
}
