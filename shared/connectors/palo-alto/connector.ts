import type { Connector, JsonObject, ParsedEvent, ReadContext } from '#shared/connectors/connector.ts';
import { type Draft, newDraft } from '#shared/connectors/draft.ts';
import { barredPairs, csvLog, formatLog, jsonLog, type PanLog } from '#shared/connectors/palo-alto/forms.ts';
import { readLog } from '#shared/connectors/palo-alto/read-log.ts';
import { scanCef } from '#shared/connectors/scan/cef.ts';
import { scanLeef } from '#shared/connectors/scan/leef.ts';
import { scanSyslog } from '#shared/connectors/scan/syslog.ts';
import { syslogSettings } from '#shared/connectors/setting.ts';
import { syslogDraft } from '#shared/connectors/syslog-draft.ts';
import { textAt } from '#shared/connectors/table.ts';
import { put } from '#shared/connectors/vocabulary.ts';

/** Palo Alto Networks PAN-OS and Strata: all log types as CSV of 9.x to 11.x, CEF, LEEF and JSON. */
export const paloAlto = {
  name: 'palo-alto',
  version: '1.3.0',
  settings: syslogSettings,
  sniff: isJsonLog,
  read,
  text: {
    sniff: (text: string) =>
      HEAD.test(text.slice(0, 1_024)) ||
      /(CEF|LEEF): ?\d(\.\d)?\|Palo Alto Networks\|/.test(text.slice(0, 1_024)),
    read: readText,
  },
} satisfies Connector;

/** `FUTURE_USE,receive time,serial,TYPE,subtype,FUTURE_USE,generated time,`. */
const HEAD =
  /(?:^|[\s>:"])([^,\s"]{0,12},\d{4}[/-]\d{2}[/-]\d{2}[ T]\d{2}:\d{2}:\d{2}[^,]{0,14},[^,]{0,40},([A-Z][A-Z-]{2,20}),)/;

function isJsonLog(value: JsonObject): boolean {
  return (
    typeof value.LogType === 'string' &&
    (value.DeviceSN ?? value.LogSourceID ?? value.ConfigVersion ?? value.DGHierarchyLevel1) !== undefined
  );
}

function read(value: JsonObject, context: ReadContext): ParsedEvent {
  if (isJsonLog(value)) return readLog(jsonLog(value), newDraft('palo-alto', 'network'), context);
  const parsed = readText(textAt(value, 'message') ?? textAt(value, 'event.original') ?? '', context);
  if (parsed !== null) return parsed;
  const draft = newDraft('palo-alto', 'network');
  return readLog(
    { type: '', subtype: '', fields: new Map(), notes: ['no PAN-OS log stands in it'] },
    draft,
    context,
  );
}

function readText(text: string, context: ReadContext): ParsedEvent | null {
  const trimmed = text.trimEnd();
  const cef = scanCef(trimmed) ?? scanLeef(trimmed);
  if (cef !== null) {
    const barred = cef.fields.size < 3 && trimmed.includes('|ReceiveTime=');
    const event = barred ? { ...cef, fields: barredPairs(trimmed) } : cef;
    const draft = headed(cef.prefix, context);
    put(draft.attributes, 'observer.version', cef.productVersion);
    put(draft.attributes, 'event.severity', /^\d{1,2}$/.test(cef.severity) ? cef.severity : undefined);
    return readLog(formatLog(event), draft, context);
  }
  const head = HEAD.exec(trimmed.slice(0, 2_048));
  if (head === null) return null;
  const start = head.index + head[0].length - (head[1]?.length ?? 0);
  const log: PanLog = csvLog(unescaped(trimmed.slice(start)));
  return readLog(log, headed(trimmed.slice(0, start), context), context);
}

/** A collector that wrote the line into JSON and back may have left the backslashes before its quotes. */
function unescaped(line: string): string {
  return line.includes(',\\"') ? line.replaceAll('\\"', '"') : line;
}

function headed(prefix: string, context: ReadContext): Draft {
  return syslogDraft(scanSyslog(prefix), 'palo-alto', 'network', context, 'observer.name');
}
