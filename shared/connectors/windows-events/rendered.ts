import type { ParsedEvent, ReadContext } from '#shared/connectors/connector.ts';
import { finish } from '#shared/connectors/draft.ts';
import { textTime } from '#shared/connectors/scan/resolve-time.ts';
import { scanSyslog } from '#shared/connectors/scan/syslog.ts';
import { syslogDraft } from '#shared/connectors/syslog-draft.ts';
import { readWindows } from '#shared/connectors/windows-events/read-windows.ts';

const AGENT = /\b(MSWinEventLog|Microsoft-Windows-[A-Za-z-]{1,64})\b/;
const KEY_LINES = /^(?:.{0,200}\n)?(?:LogName|SourceName|EventCode)=/;

export function sniffRendered(text: string): boolean {
  const head = text.slice(0, 1_024);
  if (head.includes('EventCode=') && KEY_LINES.test(head)) return true;
  return (
    AGENT.test(head) &&
    !head.includes('CEF:') &&
    !head.includes('LEEF:') &&
    (head.includes('MSWinEventLog') || /[:\s"]\d{1,5}[:\s"]/.test(head))
  );
}

/**
 * Sections of rendered messages whose labels repeat those of another → prefix of the names in `EventData`. English is
 * Microsoft's own; an account's section tells whom its three lines are about.
 */
const SECTIONS: Readonly<Record<string, string>> = {
  Subject: 'Subject',
  User: 'Subject',
  'Account For Which Logon Failed': 'Target',
  'New Logon': 'Target',
  'Target Account': 'Target',
  'Target Computer': 'Target',
  'New Account': 'Target',
  'New Computer Account': 'Target',
  'Computer Account That Was Changed': 'Target',
  'Account That Was Locked Out': 'Target',
  'Account Whose Credentials Were Used': 'Target',
  'Account Information': 'Target',
  'Target Subject': 'Target',
  'Deleted Account': 'Target',
  Member: 'Member',
  Group: 'Target',
  'New Group': 'Target',
  'Deleted Group': 'Target',
  'Process Information': '',
  'Network Information': '',
  'Service Information': 'Service',
  'Ticket Information': '',
  'Client Machine': 'Machine',
};

/** Labels that say less than the names in `EventData`; every other label is found by its own name. */
const LABELS: Readonly<Record<string, string>> = {
  'Source Network Address': 'IpAddress',
  'Network Address': 'IpAddress',
  'Client Address': 'IpAddress',
  'Source Port': 'IpPort',
  'Client Port': 'IpPort',
  Port: 'IpPort',
  'Destination Address': 'DestAddress',
  'Destination Port': 'DestPort',
  'Workstation Name': 'WorkstationName',
  'Source Workstation': 'Workstation',
  'Caller Computer Name': 'TargetDomainName',
  'New Process Name': 'NewProcessName',
  'New Process ID': 'NewProcessId',
  'Creator Process ID': 'ProcessId',
  'Creator Process Name': 'ParentProcessName',
  'Process Command Line': 'CommandLine',
  'Caller Process Name': 'ProcessName',
  'Caller Process ID': 'ProcessId',
  'Process ID': 'ProcessId',
  'Authentication Package': 'AuthenticationPackageName',
  'Result Code': 'Status',
  'Error Code': 'Status',
  'Failure Code': 'Status',
  'Sub Status': 'SubStatus',
  'Application Name': 'Application',
  'Target Server Name': 'TargetServerName',
  'Relative Target Name': 'RelativeTargetName',
  'Share Path': 'ShareLocalPath',
  'Logon Process': 'LogonProcessName',
  Privileges: 'PrivilegeList',
  'Object Value Name': 'ObjectValueName',
  'New Value': 'NewValue',
  'Old Value': 'OldValue',
};

/** Snare's tab-separated form, `name=value` lines of Splunk's forwarder, NXLog's structured data, and messages with a provider and an id before the text; null for anything else. */
export function readRendered(text: string, context: ReadContext): ParsedEvent | null {
  // rsyslog writes control characters as octal: #015#012#011.
  const plain =
    text.includes('#011') || text.includes('#015')
      ? text.replaceAll('#015', '').replaceAll('#012', '\n').replaceAll('#011', '\t')
      : text;
  if (plain.slice(0, 1_024).includes('EventCode=') && KEY_LINES.test(plain.slice(0, 1_024)))
    return readKeyLines(plain, context);
  const header = scanSyslog(plain);
  const draft = syslogDraft(header, 'windows', 'endpoint', context);
  draft.severity = 1;
  delete draft.attributes['process.name'];
  delete draft.attributes['host.hostname'];
  const named = new Map(
    Object.entries(header.data).map(([name, value]) => [name.slice(name.lastIndexOf('.') + 1), value]),
  );
  const snare = plain.slice(plain.indexOf('MSWinEventLog')).split('\t');
  const isSnare = plain.includes('MSWinEventLog') && snare.length >= 12;
  const id =
    named.get('EventID') ??
    (isSnare ? snare[5] : /(?:^|[:\s"])(\d{1,5})(?=[:\s"])/.exec(header.message.slice(0, 200))?.[1]);
  if (id === undefined) return null;
  if (isSnare) draft.time = textTime((snare[4] ?? '').replace(/^[A-Z][a-z]{2} /, ''), context) ?? draft.time;
  const provider = isSnare
    ? (snare[6] ?? null)
    : (named.get('SourceName') ?? named.get('ProviderName') ?? AGENT.exec(plain)?.[1] ?? null);
  const data = named.has('EventID') ? named : new Map<string, string>();
  for (const [name, value] of labelled(isSnare ? snare.slice(13).join('\n') : header.message))
    if (!data.has(name)) data.set(name, value);
  if (isSnare && snare[7] !== undefined && !data.has('SubjectUserName') && !/^(N\/A|-)$/.test(snare[7]))
    data.set('AccountName', snare[7].slice(snare[7].indexOf('\\') + 1));
  readWindows(
    {
      id,
      provider,
      channel: isSnare ? (snare[2] ?? null) : (named.get('Channel') ?? null),
      computer: isSnare ? (snare[10] ?? header.host) : (named.get('Hostname') ?? header.host),
      recordId: named.get('RecordNumber') ?? null,
      keywords: isSnare
        ? (snare[9] ?? null)
        : (named.get('EventType') ?? /audit.{0,2}(success|failure)/i.exec(plain.slice(0, 400))?.[0] ?? null),
      level: null,
      message: header.message.slice(0, 8_000),
      processId: null,
      threadId: null,
    },
    data,
    draft,
  );
  if (data.size === 0)
    draft.notes.push('no label of the rendered message is known: it may be in another language');
  return finish(draft);
}

/** `LogName=Security`, `EventCode=4624`, … a line each, and `Message=` with the rest. */
function readKeyLines(text: string, context: ReadContext): ParsedEvent | null {
  const split = text.indexOf('\nMessage=');
  const head = split === -1 ? text : text.slice(0, split);
  const message = split === -1 ? '' : text.slice(split + '\nMessage='.length);
  const fields = new Map<string, string>();
  for (const line of head.slice(0, 16_384).split(/\r?\n/)) {
    const equals = line.indexOf('=');
    if (equals > 0 && !fields.has(line.slice(0, equals)))
      fields.set(line.slice(0, equals), line.slice(equals + 1).trim());
  }
  const at = (name: string): string | null => fields.get(name) || null;
  const id = at('EventCode') ?? at('EventID');
  if (id === null) return null;
  const first = head.split(/\r?\n/, 1)[0] ?? '';
  const draft = syslogDraft(scanSyslog(''), 'windows', 'endpoint', context);
  draft.severity = 1;
  draft.time =
    textTime(first.replace(/^(\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d [AP]M).*/, '$1'), context) ?? undefined;
  const data = labelled(message);
  for (const [from, to] of [
    ['User', 'AccountName'],
    ['Sid', 'UserID'],
  ] as const) {
    const value = fields.get(from);
    if (value !== undefined && value !== 'NOT_TRANSLATED') data.set(to, value);
  }
  const computer = at('ComputerName') ?? at('Computer');
  readWindows(
    {
      id,
      provider: at('SourceName'),
      channel: at('LogName'),
      computer,
      recordId: at('RecordNumber'),
      keywords: at('Keywords') ?? at('Type'),
      level: at('Type'),
      message: message.slice(0, 8_000),
      processId: null,
      threadId: null,
    },
    data,
    draft,
  );
  if (message === '') draft.notes.push('it ends before its message');
  return finish(draft, computer === null ? {} : { target: { type: 'asset', id: computer } });
}

/** `Label:  value` pairs; a label without a value opens a section. Messages on one line part them by two blanks or tabs. */
export function labelled(text: string): Map<string, string> {
  const data = new Map<string, string>();
  let section: string | null = null;
  const pieces = text
    .slice(0, 65_536)
    .split(/[\n\r\t]+| {2,}/)
    .slice(0, 2_000)
    .reduce<string[]>(joinLabels, []);
  for (const piece of pieces) {
    const colon = piece.indexOf(':');
    if (colon === -1 || colon > 60) continue;
    const label = piece.slice(0, colon).trim();
    const value = piece.slice(colon + 1).trim();
    if (Object.hasOwn(SECTIONS, label) && value === '') section = SECTIONS[label] ?? null;
    if (value === '' || value === '-' || !/^[A-Za-z]/.test(label)) continue;
    const name = nameOf(label, section);
    if (!data.has(name)) data.set(name, value);
  }
  return data;
}

function nameOf(label: string, section: string | null): string {
  const prefix = section === null || section === '' ? 'Subject' : section;
  if (label === 'Account Name' || label === 'Group Name') return `${prefix}UserName`;
  if (label === 'Logon Account' || label === 'User Name') return 'TargetUserName';
  if (label === 'Account Domain' || label === 'Supplied Realm Name' || label === 'Group Domain')
    return `${prefix}DomainName`;
  if (label === 'Security ID' || label === 'User ID')
    return section === 'Member' || section === 'Service' ? `${section}Sid` : `${prefix}UserSid`;
  if (label === 'Logon ID') return `${prefix}LogonId`;
  if (label === 'Service Name' || label === 'Service ID') return label.replace(' ', '').replace('ID', 'Sid');
  return Object.hasOwn(LABELS, label) ? (LABELS[label] ?? label) : label.replace(/[^A-Za-z0-9]+/g, '');
}

/** A label and its value may have come apart at the tab between them. */
function joinLabels(pieces: string[], piece: string): string[] {
  const last = pieces.at(-1);
  const text = piece.trim();
  if (text === '') return pieces;
  const label = last?.endsWith(':') ? last.slice(0, -1).trim() : '';
  if (
    last !== undefined &&
    label !== '' &&
    !/^[A-Z][A-Za-z ]{1,40}:(\s|$)/.test(text) &&
    !Object.hasOwn(SECTIONS, label)
  )
    pieces[pieces.length - 1] = `${last} ${text}`;
  else pieces.push(text);
  return pieces;
}
