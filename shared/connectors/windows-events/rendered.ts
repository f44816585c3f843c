import type { ParsedEvent, ReadContext } from '#shared/connectors/connector.ts';
import { finish } from '#shared/connectors/draft.ts';
import { textTime } from '#shared/connectors/scan/resolve-time.ts';
import { scanSyslog } from '#shared/connectors/scan/syslog.ts';
import { syslogDraft } from '#shared/connectors/syslog-draft.ts';
import { readWindows } from '#shared/connectors/windows-events/read-windows.ts';

const AGENT = /\b(MSWinEventLog|Microsoft-Windows-[A-Za-z-]{1,64})\b/;

export function sniffRendered(text: string): boolean {
  const head = text.slice(0, 1_024);
  return (
    AGENT.test(head) &&
    !head.includes('CEF:') &&
    (head.includes('MSWinEventLog') || /[:\s]\d{1,5}[:\s]/.test(head))
  );
}

/** English labels of rendered messages → `EventData` names. A label may stand in several sections; see `SECTIONS`. */
const LABELS: Readonly<Record<string, string>> = {
  'Source Network Address': 'IpAddress',
  'Client Address': 'IpAddress',
  'Source Address': 'SourceAddress',
  'Source Port': 'IpPort',
  'Client Port': 'IpPort',
  'Destination Address': 'DestAddress',
  'Destination Port': 'DestPort',
  'Workstation Name': 'WorkstationName',
  'Logon Type': 'LogonType',
  'New Process Name': 'NewProcessName',
  'New Process ID': 'NewProcessId',
  'Creator Process ID': 'ProcessId',
  'Creator Process Name': 'ParentProcessName',
  'Process Command Line': 'CommandLine',
  'Caller Process Name': 'ProcessName',
  'Process Name': 'ProcessName',
  'Failure Reason': 'FailureReason',
  Status: 'Status',
  'Sub Status': 'SubStatus',
  'Service Name': 'ServiceName',
  'Service File Name': 'ServiceFileName',
  'Object Name': 'ObjectName',
  'Object Type': 'ObjectType',
  'Share Name': 'ShareName',
  'Authentication Package': 'AuthenticationPackageName',
  'Task Name': 'TaskName',
  'Result Code': 'Status',
  Application: 'Application',
  'Application Name': 'Application',
};

/** Section → prefix of its account's names: the first is who acts, the others whom it is about. */
const SECTIONS: Readonly<Record<string, string>> = {
  Subject: 'Subject',
  'Account For Which Logon Failed': 'Target',
  'New Logon': 'Target',
  'Target Account': 'Target',
  'New Account': 'Target',
  'Account Whose Credentials Were Used': 'Target',
  'Account Information': 'Target',
  Member: 'Member',
  Group: 'Target',
};

/** Snare's tab-separated form, and messages with a provider and an id before the text; null for anything else. */
export function readRendered(text: string, context: ReadContext): ParsedEvent | null {
  // rsyslog writes control characters as octal: #015#012#011.
  const plain =
    text.includes('#011') || text.includes('#015')
      ? text.replaceAll('#015', '').replaceAll('#012', '\n').replaceAll('#011', '\t')
      : text;
  const header = scanSyslog(plain);
  const draft = syslogDraft(header, 'windows', 'endpoint', context);
  draft.severity = 1;
  delete draft.attributes['process.name'];
  const snare = plain.slice(plain.indexOf('MSWinEventLog')).split('\t');
  const isSnare = plain.includes('MSWinEventLog') && snare.length >= 12;
  const id = isSnare ? snare[5] : /(?:^|[:\s])(\d{1,5})(?=[:\s])/.exec(header.message.slice(0, 200))?.[1];
  if (id === undefined) return null;
  if (isSnare) draft.time = textTime((snare[4] ?? '').replace(/^[A-Z][a-z]{2} /, ''), context) ?? draft.time;
  const provider = isSnare ? (snare[6] ?? null) : (AGENT.exec(plain)?.[1] ?? null);
  const data = labelled(isSnare ? snare.slice(13).join('\n') : plain);
  readWindows(
    {
      id,
      provider,
      channel: isSnare ? (snare[2] ?? null) : null,
      computer: isSnare ? (snare[10] ?? header.host) : header.host,
      recordId: null,
      keywords: isSnare
        ? (snare[9] ?? null)
        : (/audit.{0,2}(success|failure)/i.exec(plain.slice(0, 400))?.[0] ?? null),
      level: null,
      message: header.message.slice(0, 8_000),
      processId: null,
    },
    data,
    draft,
  );
  if (data.size === 0)
    draft.notes.push('no label of the rendered message is known: it may be in another language');
  return finish(draft);
}

/** `Label:  value` pairs; a label without a value opens a section. Messages on one line part them by two blanks or tabs. */
function labelled(text: string): Map<string, string> {
  const data = new Map<string, string>();
  let section = '';
  for (const piece of text
    .split(/[\n\r\t]+| {2,}/)
    .slice(0, 2_000)
    .reduce<string[]>(joinLabels, [])) {
    const colon = piece.indexOf(':');
    const label = (colon === -1 ? '' : piece.slice(0, colon)).trim();
    const value = piece.slice(colon + 1).trim();
    if (Object.hasOwn(SECTIONS, label) && value === '') section = SECTIONS[label] ?? '';
    if (value === '' || value === '-') continue;
    const prefix = section === '' ? 'Subject' : section;
    const name =
      label === 'Account Name' || label === 'Group Name' || label === 'Logon Account'
        ? `${label === 'Logon Account' ? 'Target' : prefix}UserName`
        : label === 'Account Domain'
          ? `${prefix}DomainName`
          : label === 'Security ID'
            ? `${prefix}${prefix === 'Member' ? '' : 'User'}Sid`
            : Object.hasOwn(LABELS, label)
              ? (LABELS[label] ?? '')
              : '';
    if (name !== '' && !data.has(name)) data.set(name, value);
  }
  return data;
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
    !/^[A-Z][A-Za-z ]{1,40}:/.test(text) &&
    !Object.hasOwn(SECTIONS, label)
  )
    pieces[pieces.length - 1] = `${last} ${text}`;
  else pieces.push(text);
  return pieces;
}
