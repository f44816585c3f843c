import { isIP } from 'node:net';
import type { ParsedEvent, ReadContext } from '#shared/connectors/connector.ts';
import { finish } from '#shared/connectors/draft.ts';
import { textTime } from '#shared/connectors/scan/resolve-time.ts';
import { scanSyslog } from '#shared/connectors/scan/syslog.ts';
import { syslogDraft } from '#shared/connectors/syslog-draft.ts';
import { put } from '#shared/connectors/vocabulary.ts';
import { labelled } from '#shared/connectors/windows-events/labels.ts';
import { readWindows } from '#shared/connectors/windows-events/read-windows.ts';
import { snareColumns } from '#shared/connectors/windows-events/snare.ts';

const AGENT = /\b(MSWinEventLog|WinEvtLog|Microsoft-Windows-[A-Za-z-]{1,64})\b/;
const NTSYSLOG =
  /\b(?:security|system|application)\[(success|failure|information|warning|error)\] (\d{1,5}) /;
/** `AUDIT_SUCCESS(4624): provider: user: domain: computer: …`, as OSSEC's agents write events. */
const WINEVT =
  /\b(AUDIT_SUCCESS|AUDIT_FAILURE|INFORMATION|WARNING|ERROR)\((\d{1,5})\): ([^:]{1,128}): ([^:]{0,128}): ([^:]{0,128}): ([^:]{0,255}): /;
const KEY_LINES = /^(?:.{0,200}\n)?(?:LogName|SourceName|EventCode)=/;

export function sniffRendered(text: string): boolean {
  const head = text.slice(0, 1_024);
  if (head.includes('EventCode=') && KEY_LINES.test(head)) return true;
  return (
    (AGENT.test(head) || NTSYSLOG.test(head)) &&
    !head.includes('CEF:') &&
    !head.includes('LEEF:') &&
    (/MSWinEventLog|WinEvtLog/.test(head) || NTSYSLOG.test(head) || /[:\s"]\d{1,5}[:\s"]/.test(head))
  );
}

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
  const snare = snareColumns(plain, named.size > 0);
  const isSnare = snare !== null;
  const short = WINEVT.exec(header.message.slice(0, 1_024));
  const nt = NTSYSLOG.exec(plain.slice(0, 512));
  const id =
    named.get('EventID') ??
    snare?.[5] ??
    short?.[2] ??
    nt?.[2] ??
    /(?:^|[:\s"])(\d{1,5})(?=[:\s"])/.exec(header.message.slice(0, 200))?.[1];
  if (id === undefined) return null;
  if (isSnare) draft.time = textTime((snare[4] ?? '').replace(/^[A-Z][a-z]{2} /, ''), context) ?? draft.time;
  const provider =
    snare?.[6] ??
    short?.[3] ??
    named.get('SourceName') ??
    named.get('ProviderName') ??
    /Microsoft-Windows-[A-Za-z-]{1,64}/.exec(plain.slice(0, 1_024))?.[0] ??
    null;
  const data = named.has('EventID') ? named : new Map<string, string>();
  for (const [name, value] of labelled(isSnare ? snare.slice(13).join('\n') : header.message))
    if (!data.has(name)) data.set(name, value);
  const account =
    snare?.[7] ??
    (nt === null
      ? short?.[4]
      : /^[^\t]{1,128}?(?= {2}|\t|$)/.exec(plain.slice(nt.index + nt[0].length))?.[0]);
  if (
    account !== undefined &&
    !data.has('SubjectUserName') &&
    !/^(N\/A|-|\(no user\)|unknown user)$/i.test(account)
  )
    data.set('AccountName', account.slice(account.indexOf('\\') + 1));
  const computer = snare?.[10] ?? named.get('Hostname') ?? short?.[6];
  if (computer !== undefined && computer !== '') {
    // The event names its computer; what the header has may be a relay's address.
    delete draft.attributes['host.name'];
    if (header.host !== null && isIP(header.host) !== 0) put(draft.attributes, 'host.ip', header.host);
  }
  readWindows(
    {
      id,
      provider,
      channel: isSnare ? (snare[2] ?? null) : (named.get('Channel') ?? null),
      computer: computer ?? header.host,
      recordId: named.get('RecordNumber') ?? null,
      keywords:
        snare?.[9] ??
        named.get('EventType') ??
        /audit.{0,2}(success|failure)/i.exec(plain.slice(0, 400))?.[0] ??
        (nt === null ? null : `audit ${nt[1]}`),
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
