import type { JsonObject } from '#shared/connectors/connector.ts';
import { remember } from '#shared/connectors/remember.ts';
import { scanEventXml } from '#shared/connectors/scan/event-xml.ts';
import { objectAt, textAt } from '#shared/connectors/table.ts';
import type { WindowsHeader } from '#shared/connectors/windows-events/read-windows.ts';

/** Where each shipper puts the header: Winlogbeat, NXLog, Azure agents, evtx tools, Fluent Bit, OpenTelemetry, HEC. */
const paths = {
  id: [
    'winlog.event_id',
    'event_id.id',
    'event_id',
    'EventID',
    'EventId',
    'properties.EventId',
    'properties.EventID',
    'Event.System.EventID.#text',
    'Event.System.EventID',
    'EventCode',
    'Id',
    'event.code',
  ],
  provider: [
    'winlog.provider_name',
    'provider.name',
    'source_name',
    'SourceName',
    'EventSourceName',
    'Provider_Name',
    'ProviderName',
    'Provider',
    'Source',
    'properties.ProviderName',
    'properties.Provider',
    'Event.System.Provider.#attributes.Name',
    'Event.System.Provider.Name',
    'Event.System.Provider.@Name',
    'event.provider',
  ],
  channel: [
    'winlog.channel',
    'log_name',
    'channel',
    'Channel',
    'EventLog',
    'LogName',
    'properties.Channel',
    'Event.System.Channel',
  ],
  computer: [
    'winlog.computer_name',
    'computer_name',
    'computer',
    'Hostname',
    'Computer',
    'ComputerName',
    'MachineName',
    'properties.Computer',
    'Event.System.Computer',
    'host.name',
    'hostname',
    'host',
  ],
  recordId: [
    'winlog.record_id',
    'record_number',
    'record_id',
    'RecordNumber',
    'EventRecordID',
    'EventRecordId',
    'properties.EventRecordId',
    'Event.System.EventRecordID',
  ],
  level: ['log.level', 'level', 'Severity', 'Level', 'EventLevelName', 'properties.Level'],
  message: ['message', 'Message', 'RenderedDescription', 'properties.Description'],
  processId: [
    'winlog.process.pid',
    'ProcessID',
    'ExecutionProcessID',
    'process_id',
    'execution.process_id',
    'Event.System.Execution.#attributes.ProcessID',
    'Event.System.Execution.ProcessID',
  ],
  threadId: [
    'winlog.process.thread.id',
    'ThreadID',
    'ExecutionThreadID',
    'thread_id',
    'execution.thread_id',
    'Event.System.Execution.#attributes.ThreadID',
    'Event.System.Execution.ThreadID',
  ],
} as const;

const TIMES = [
  'winlog.time_created',
  '@timestamp',
  'system_time',
  'EventTime',
  'TimeCreated',
  'TimeGenerated',
  'time',
  'Event.System.TimeCreated.#attributes.SystemTime',
  'Event.System.TimeCreated.SystemTime',
  'Event.System.TimeCreated.@SystemTime',
  'UtcTime',
] as const;

/** Dotted names stand flat too, as Beats' exporters write them. */
function find(value: JsonObject, names: readonly string[]): string | null {
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string;
    const flat = value[name];
    if (typeof flat === 'string' && flat !== '') return flat;
    if (typeof flat === 'number') return String(flat);
    const outer = outermost(name);
    if (outer === '' || value[outer] === undefined) continue;
    const nested = textAt(value, name);
    if (nested !== null) return nested;
  }
  return null;
}

/** The outermost of the objects that a dotted name goes through; empty for a plain name. */
const outermost = remember((name) => name.slice(0, Math.max(0, name.indexOf('.'))));

export function headerOf(value: JsonObject): WindowsHeader {
  return {
    id: find(value, paths.id) ?? 'unknown',
    provider: find(value, paths.provider),
    channel: find(value, paths.channel),
    computer: find(value, paths.computer),
    recordId: find(value, paths.recordId),
    keywords: keywordsOf(value) ?? find(value, ['EventType', 'Keywords', 'Event.System.Keywords']),
    level: find(value, paths.level),
    message: find(value, paths.message),
    processId: find(value, paths.processId),
    threadId: find(value, paths.threadId),
  };
}

export function timeIn(value: JsonObject): string | null {
  return find(value, TIMES);
}

/** The audit word is in `Keywords` as a list, or in `EventType` (`AUDIT_FAILURE`). */
function keywordsOf(value: JsonObject): string | null {
  const list = objectAt(value, 'winlog')?.keywords ?? value.keywords;
  if (Array.isArray(list)) return list.filter((item) => typeof item === 'string').join(',') || null;
  return typeof value.EventType === 'string' && /audit/i.test(value.EventType) ? value.EventType : null;
}

/** The event's own fields under their names, whatever the shipper nested them in. */
export function dataOf(value: JsonObject): Map<string, string> {
  const data = new Map<string, string>();
  const own =
    objectAt(value, 'winlog.event_data') ??
    objectAt(value, 'event_data') ??
    objectAt(value, 'EventData') ??
    objectAt(value, 'Event.EventData') ??
    objectAt(value, 'Event.UserData') ??
    objectAt(value, 'properties') ??
    value;
  collect(own, data, 0);
  for (const path of ['winlog.user_data', 'user_data', 'UserData'])
    collect(objectAt(value, path) ?? {}, data, 0);
  // NXLog's header says which process logged it, under a name that differs from the event's own only in case.
  if (own === value) data.delete('ProcessID');
  const inner = textAt(value, 'EventData') ?? textAt(value, 'properties.EventData');
  if (inner?.includes('<')) {
    const begin = inner.indexOf('<EventData');
    const xml = scanEventXml(begin >= 0 ? inner.slice(begin) : inner);
    for (const [name, text] of xml?.data ?? []) if (!data.has(name)) data.set(name, text);
    data.delete('EventData');
  }
  // The account that wrote the event, where the shipper resolved it.
  for (const [path, name] of [
    ['winlog.user.name', 'AccountName'],
    ['winlog.user.domain', 'Domain'],
    ['winlog.user.identifier', 'UserID'],
    ['security.user_id', 'UserID'],
    ['Event.System.Security.#attributes.UserID', 'UserID'],
  ] as const) {
    const text = textAt(value, path);
    if (text !== null && !data.has(name)) data.set(name, text);
  }
  return data;
}

function collect(fields: JsonObject, data: Map<string, string>, depth: number): void {
  for (const name in fields) {
    const value = fields[name];
    if (name === '__proto__' || data.size > 400) continue;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      data.set(name, String(value));
    else if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
      collectList(name, value, data);
    else if (Array.isArray(value) && /^data$/i.test(name)) collectData(value, data);
    // UserData wraps its fields in one element of the provider's name.
    else if (depth === 0 && isObject(value) && /^(Event|Data|LogFile|Rule|User|Operation|Audit)/i.test(name))
      collect(value, data, 1);
  }
}

function collectList(name: string, items: readonly string[], data: Map<string, string>): void {
  if (/^(Data|StringInserts|param)$/i.test(name))
    items.slice(0, 100).forEach((item, index) => {
      data.set(`param${index + 1}`, item);
    });
  else data.set(name, items.join(','));
}

/** `{"Name": …, "#text": …}` as XML converters write it, or one object a field as OpenTelemetry does. */
function collectData(items: readonly unknown[], data: Map<string, string>): void {
  for (const item of items.slice(0, 200)) {
    const key = textAt(item, 'Name') ?? textAt(item, '@Name') ?? textAt(item, '#attributes.Name');
    const text =
      textAt(item, '#text') ?? textAt(item, 'content') ?? textAt(item, 'Value') ?? textAt(item, 'Text');
    if (key !== null && text !== null) data.set(key, text);
    else if (key === null && isObject(item))
      for (const [name, value] of Object.entries(item))
        if (typeof value === 'string' && name !== '__proto__')
          data.set(name === '' ? `param${data.size + 1}` : name, value);
  }
}

function isObject(value: unknown): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Whether an object has the shape of a Windows event in any of these forms. */
export function isWindowsEvent(value: JsonObject): boolean {
  if (objectAt(value, 'winlog') !== null || value['winlog.event_id'] !== undefined) return true;
  if ((value.event_data !== undefined || value.record_number !== undefined) && value.event_id !== undefined)
    return true;
  if (objectAt(value, 'properties') !== null && /WindowsEventLogsTable/.test(textAt(value, 'category') ?? ''))
    return true;
  if (textAt(value, 'Event.System.EventID') !== null || objectAt(value, 'Event.System') !== null) return true;
  const id = value.EventID ?? value.EventId ?? value.EventCode;
  return (
    id !== undefined &&
    (value.SourceName ??
      value.Channel ??
      value.EventSourceName ??
      value.Provider_Name ??
      value.EventData ??
      value.RawXml ??
      value.LogName ??
      value.ProviderName) !== undefined
  );
}

/** Fields that Beats' own modules and processors wrote under ECS names: they fill what the event itself left open. */
const BEATS =
  /^(host|agent|user|process|source|destination|file|registry|dns|network|rule|dll|url|service|group)$/;

export function beatsFields(value: JsonObject): JsonObject | null {
  if (value['@timestamp'] === undefined || objectAt(value, 'winlog') === null) return null;
  return Object.fromEntries(Object.entries(value).filter(([name]) => BEATS.test(name)));
}
