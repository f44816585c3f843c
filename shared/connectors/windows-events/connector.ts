import type { Connector, JsonObject, ParsedEvent, ReadContext } from '#shared/connectors/connector.ts';
import { type Draft, finish, newDraft } from '#shared/connectors/draft.ts';
import { flattenWith } from '#shared/connectors/flatten.ts';
import { remember } from '#shared/connectors/remember.ts';
import { scanEventXml } from '#shared/connectors/scan/event-xml.ts';
import { textTime } from '#shared/connectors/scan/resolve-time.ts';
import { scanSyslog } from '#shared/connectors/scan/syslog.ts';
import { timezoneSetting } from '#shared/connectors/setting.ts';
import { syslogDraft } from '#shared/connectors/syslog-draft.ts';
import { textAt } from '#shared/connectors/table.ts';
import { put } from '#shared/connectors/vocabulary.ts';
import { labelled } from '#shared/connectors/windows-events/labels.ts';
import { readWindows, type WindowsHeader } from '#shared/connectors/windows-events/read-windows.ts';
import { readRendered, sniffRendered } from '#shared/connectors/windows-events/rendered.ts';
import {
  beatsFields,
  dataOf,
  headerOf,
  isWindowsEvent,
  timeIn,
} from '#shared/connectors/windows-events/shapes.ts';

/** Windows event logs as Winlogbeat, NXLog, the Azure agents, event XML and rendered text carry them. */
export const windowsEvents = {
  name: 'windows-events',
  version: '1.3.1',
  settings: [timezoneSetting],
  sniff: isWindowsEvent,
  read,
  text: {
    sniff: (text: string) =>
      text.includes('<Event')
        ? /<Event[ >][\s\S]{0,2000}<System/.test(text.slice(0, 6_000))
        : sniffRendered(text),
    read: readText,
  },
} satisfies Connector;

function read(value: JsonObject, context: ReadContext): ParsedEvent {
  const xml = [
    'properties.RawXml',
    'RawXml',
    'EventXml',
    'event.original',
    'Xml',
    'xml',
    'message',
    'Message',
  ]
    .map((path) => textAt(value, path))
    .find((text) => text !== null && /^\s*<Event[\s>]/.test(text.slice(0, 100)));
  if (xml !== undefined && xml !== null) {
    const parsed = readText(xml, context);
    if (parsed !== null) return parsed;
  }
  const draft = newDraft('windows', 'endpoint');
  const header = headerOf(value);
  if (header.id === 'unknown') draft.notes.push('no event id stands in it');
  const data = dataOf(value);
  fillFromMessage(header, data);
  const text = timeIn(value);
  draft.time = text === null ? undefined : (textTime(text, context) ?? text);
  const overrides = done(header, data, draft);
  const beats = beatsFields(value);
  if (beats !== null) flattenWith(beats, (name, item) => put(draft.attributes, name, item));
  return finish(draft, overrides);
}

const saysWho = remember((name) => /^(Subject|Target|Image|Process|Ip|Source|User$|Object)/.test(name));

/** Shippers that give parameters by position say their names in the rendered message only. */
function fillFromMessage(header: WindowsHeader, data: Map<string, string>): void {
  if (header.message === null || !header.message.includes(':')) return;
  for (const name of data.keys()) if (saysWho(name)) return;
  for (const [name, value] of labelled(header.message)) if (!data.has(name)) data.set(name, value);
}

type Overrides = Parameters<typeof finish>[1];

function done(header: WindowsHeader, data: ReadonlyMap<string, string>, draft: Draft): Overrides {
  readWindows(header, data, draft);
  return header.computer === null ? {} : { target: { type: 'asset', id: header.computer } };
}

function readText(text: string, context: ReadContext): ParsedEvent | null {
  const xml = scanEventXml(text);
  if (xml === null) return readRendered(text, context);
  const begin = text.indexOf('<Event');
  const draft =
    begin > 0
      ? syslogDraft(scanSyslog(text.slice(0, begin)), 'windows', 'endpoint', context)
      : newDraft('windows', 'endpoint');
  draft.severity = 1;
  delete draft.attributes['process.name'];
  delete draft.attributes['process.pid'];
  delete draft.attributes['host.hostname'];
  const { system, data, rendering } = xml;
  const time = system.get('TimeCreated.SystemTime');
  if (time !== undefined) draft.time = time;
  if (xml.truncated) draft.notes.push('the XML ends before its last element');
  const user = system.get('Security.UserID');
  if (user !== undefined && !data.has('Security.UserID')) data.set('Security.UserID', user);
  const header: WindowsHeader = {
    id: system.get('EventID') ?? 'unknown',
    provider: system.get('Provider.Name') ?? null,
    channel: system.get('Channel') ?? null,
    computer: system.get('Computer') ?? null,
    recordId: system.get('EventRecordID') ?? null,
    keywords: system.get('Keywords') ?? rendering.get('Keyword') ?? null,
    level: rendering.get('Level') ?? null,
    message: rendering.get('Message') ?? null,
    processId: system.get('Execution.ProcessID') ?? null,
    threadId: system.get('Execution.ThreadID') ?? null,
  };
  return finish(draft, done(header, data, draft));
}
