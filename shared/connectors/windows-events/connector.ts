import type { Connector, JsonObject, ParsedEvent, ReadContext } from '#shared/connectors/connector.ts';
import { type Draft, finish, newDraft } from '#shared/connectors/draft.ts';
import { scanEventXml } from '#shared/connectors/scan/event-xml.ts';
import { textTime } from '#shared/connectors/scan/resolve-time.ts';
import { scanSyslog } from '#shared/connectors/scan/syslog.ts';
import { syslogDraft } from '#shared/connectors/syslog-draft.ts';
import { objectAt, textAt } from '#shared/connectors/table.ts';
import { readWindows, type WindowsHeader } from '#shared/connectors/windows-events/read-windows.ts';
import { readRendered, sniffRendered } from '#shared/connectors/windows-events/rendered.ts';

/** Windows event logs as Winlogbeat, NXLog, the Azure agents, event XML and rendered text carry them. */
export const windowsEvents = {
  name: 'windows-events',
  version: '1.0.0',
  sniff,
  read,
  text: {
    sniff: (text: string) =>
      text.includes('<Event')
        ? /<Event[ >][\s\S]{0,2000}<System/.test(text.slice(0, 6_000))
        : sniffRendered(text),
    read: readText,
  },
} satisfies Connector;

function sniff(value: JsonObject): boolean {
  if (objectAt(value, 'winlog') !== null || value['winlog.event_id'] !== undefined) return true;
  if ((value.event_data !== undefined || value.record_number !== undefined) && value.event_id !== undefined)
    return true;
  if (objectAt(value, 'properties') !== null && /WindowsEventLogsTable/.test(String(value.category ?? '')))
    return true;
  if (textAt(value, 'Event.System.EventID') !== null || objectAt(value, 'Event.System') !== null) return true;
  const id = value.EventID ?? value.EventId;
  return (
    id !== undefined &&
    (value.SourceName ??
      value.Channel ??
      value.EventSourceName ??
      value.Provider_Name ??
      value.EventData ??
      value.RawXml ??
      value.ProviderName) !== undefined
  );
}

function read(value: JsonObject, context: ReadContext): ParsedEvent {
  const properties = objectAt(value, 'properties');
  const xml =
    textAt(value, 'properties.RawXml') ??
    textAt(value, 'RawXml') ??
    textAt(value, 'EventXml') ??
    textAt(value, 'event.original');
  if (xml?.includes('<Event')) {
    const parsed = readText(xml, context);
    if (parsed !== null) return parsed;
  }
  const draft = newDraft('windows', 'endpoint');
  const at = (...paths: string[]): string | null =>
    paths.map((path) => textAt(value, path)).find((text) => text !== null) ?? null;
  const header: WindowsHeader = {
    id:
      at(
        'winlog.event_id',
        'event_id',
        'EventID',
        'EventId',
        'properties.EventId',
        'properties.EventID',
        'Event.System.EventID',
        'Event.System.EventID.#text',
        'event.code',
      ) ?? 'unknown',
    provider: at(
      'winlog.provider_name',
      'source_name',
      'SourceName',
      'EventSourceName',
      'Provider_Name',
      'ProviderName',
      'properties.ProviderName',
      'Event.System.Provider.Name',
      'Event.System.Provider.@Name',
      'event.provider',
    ),
    channel: at('winlog.channel', 'log_name', 'Channel', 'properties.Channel', 'Event.System.Channel'),
    computer: at(
      'winlog.computer_name',
      'computer_name',
      'Hostname',
      'Computer',
      'properties.Computer',
      'Event.System.Computer',
      'host.name',
      'hostname',
      'host',
    ),
    recordId: at(
      'winlog.record_id',
      'record_number',
      'RecordNumber',
      'EventRecordID',
      'Event.System.EventRecordID',
    ),
    keywords: keywordsOf(value) ?? at('EventType', 'Keywords'),
    level: at('log.level', 'level', 'Severity', 'Level'),
    message: at('message', 'Message', 'RenderedDescription', 'properties.Description'),
    processId: null,
  };
  if (header.id === 'unknown') draft.notes.push('no event id stands in it');
  const data = new Map<string, string>();
  collect(
    objectAt(value, 'winlog.event_data') ??
      objectAt(value, 'event_data') ??
      objectAt(value, 'EventData') ??
      objectAt(value, 'Event.EventData') ??
      properties ??
      value,
    data,
  );
  collect(objectAt(value, 'winlog.user_data') ?? objectAt(value, 'user_data') ?? {}, data);
  draft.time = timeOf(value, context);
  return done(header, data, draft);
}

/** The audit word is in `Keywords` as a list, or in `EventType` (`AUDIT_FAILURE`). */
function keywordsOf(value: JsonObject): string | null {
  const list = objectAt(value, 'winlog')?.keywords ?? value.keywords;
  if (Array.isArray(list)) return list.filter((item) => typeof item === 'string').join(',') || null;
  return typeof value.EventType === 'string' && /audit/i.test(value.EventType) ? value.EventType : null;
}

function collect(fields: JsonObject, data: Map<string, string>): void {
  for (const [name, value] of Object.entries(fields)) {
    if (name === '__proto__' || data.size > 400) continue;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      data.set(name, String(value));
    else if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
      data.set(name, value.join(','));
    else if (name === 'Data' && Array.isArray(value))
      for (const item of value) {
        const key = textAt(item, 'Name') ?? textAt(item, '@Name');
        const text = textAt(item, '#text') ?? textAt(item, 'content') ?? textAt(item, 'Value');
        if (key !== null && text !== null) data.set(key, text);
      }
  }
}

function timeOf(value: JsonObject, context: ReadContext): unknown {
  const text =
    textAt(value, 'winlog.time_created') ??
    textAt(value, '@timestamp') ??
    textAt(value, 'EventTime') ??
    textAt(value, 'TimeCreated') ??
    textAt(value, 'TimeGenerated') ??
    textAt(value, 'time') ??
    textAt(value, 'Event.System.TimeCreated.SystemTime') ??
    textAt(value, 'UtcTime');
  if (text === null) return undefined;
  return textTime(text, context) ?? text;
}

function done(header: WindowsHeader, data: ReadonlyMap<string, string>, draft: Draft): ParsedEvent {
  readWindows(header, data, draft);
  return finish(draft, header.computer === null ? {} : { target: { type: 'asset', id: header.computer } });
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
  };
  return done(header, data, draft);
}
