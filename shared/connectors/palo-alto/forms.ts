import type { JsonObject } from '#shared/connectors/connector.ts';
import { columns } from '#shared/connectors/palo-alto/columns.ts';
import { panName } from '#shared/connectors/palo-alto/fields.ts';
import { remember } from '#shared/connectors/remember.ts';
import type { EventFormat } from '#shared/connectors/scan/cef.ts';
import { scanCsv } from '#shared/connectors/scan/csv.ts';

/** A log of whatever form: its fields by Strata's names. */
export type PanLog = { type: string; subtype: string; fields: Map<string, string>; notes: string[] };

const EMPTY: ReadonlySet<string> = new Set(['', 'null', 'N/A', 'unknown', '0.0.0.0', '::', 'from-policy']);

/** The columns of a CSV line, from its first (unused) one on. */
export function csvLog(line: string): PanLog {
  const values = joinBraces(scanCsv(line));
  const type = values[3] ?? '';
  const fields = new Map<string, string>();
  const notes: string[] = [];
  const names = columns.get(type);
  if (names === undefined) notes.push(`log type ${type.slice(0, 30)} is not known`);
  // A custom format of CONFIG has the details before and after the change in front of the sequence number.
  const isDetailed = type === 'CONFIG' && !/^\d*$/.test((values[14] ?? '').trim());
  names?.forEach((name, index) => {
    const shift = isDetailed && index > 6 ? 2 : 0;
    const value = values[index + 7 + shift]?.trim();
    if (name !== null && value !== undefined && value !== '') fields.set(name, value);
  });
  if (isDetailed) {
    fields.set('BeforeChange', values[14] ?? '');
    fields.set('AfterChange', values[15] ?? '');
  }
  fields.set('DeviceSN', values[2] ?? '');
  fields.set('TimeReceived', values[1] ?? '');
  fields.set('TimeGenerated', values[6] ?? '');
  if (type === 'TRAFFIC' && values.length < 40) notes.push('the line ends before its last column');
  return { type, subtype: values[4] ?? '', fields, notes };
}

/** PAN-OS 11 writes its list of links in braces, with commas inside that part no columns. */
function joinBraces(values: readonly string[]): readonly string[] {
  const open = values.findIndex((value) => value.startsWith('{') && !value.includes('}'));
  if (open === -1) return values;
  const close = values.findIndex((value, index) => index > open && value.endsWith('}'));
  if (close === -1) return values;
  return [...values.slice(0, open), values.slice(open, close + 1).join(','), ...values.slice(close + 1)];
}

const labelOf = remember((name) => `${name}Label`);

/** CEF, as PAN-OS's own templates and Strata's write it, and LEEF. */
export function formatLog(event: EventFormat): PanLog {
  const fields = new Map<string, string>();
  for (const [name, value] of event.fields) {
    if (name.endsWith('Label') || value === '') continue;
    const label = event.fields.get(labelOf(name));
    keep(fields, panName(label === undefined || name.startsWith('c6a') ? name : label), value);
  }
  const known = [fields.get('Type'), event.name, event.code, fields.get('cat')];
  const type = known.find((word) => word !== undefined && columns.has(word.toUpperCase()))?.toUpperCase();
  const isNamed = event.name.toUpperCase() === type && event.code.toUpperCase() !== type;
  const subtype = fields.get('Subtype') ?? (isNamed ? event.code : event.name);
  // `cat` holds what the type has no other place for.
  const cat = fields.get('cat');
  if (type === 'THREAT' && cat !== undefined && /\(\d+\)$/.test(cat)) keep(fields, 'ThreatID', cat);
  if (type === 'THREAT') keep(fields, 'FileName', fields.get('Object') ?? '');
  if (type === 'AUTH') keep(fields, 'AuthResult', fields.get('EventDescription') ?? '');
  if (type === 'SYSTEM') keep(fields, 'EventID', cat ?? '');
  if (type === 'CONFIG') {
    keep(fields, 'Admin', fields.get('DestinationUser') ?? '');
    keep(fields, 'Command', fields.get('Action') ?? '');
    keep(fields, 'ConfigPath', fields.get('EventDescription') ?? '');
  }
  const notes = type === undefined ? ['its log type is not known'] : [];
  for (const key of event.duplicates.slice(0, 20))
    notes.push(`${key} stands twice: the first value was kept`);
  return { type: type ?? 'TRAFFIC', subtype, fields, notes };
}

/** LEEF as PAN-OS's template writes it: parted by bars, whatever its header says. */
export function barredPairs(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const part of text.split('|')) {
    const equals = part.indexOf('=');
    if (equals > 0 && equals <= 64 && !fields.has(part.slice(0, equals).trim()))
      fields.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
  }
  return fields;
}

/** JSON of Strata Logging Service and of HTTP profiles. */
export function jsonLog(value: JsonObject): PanLog {
  const fields = new Map<string, string>();
  for (const [name, item] of Object.entries(value).slice(0, 500)) {
    const text = Array.isArray(item) ? item.join(',') : item;
    if (typeof text === 'string' || typeof text === 'number' || typeof text === 'boolean')
      keep(fields, panName(name), String(text));
  }
  const type = (fields.get('Type') ?? '').toUpperCase();
  return {
    type,
    subtype: fields.get('Subtype') ?? '',
    fields,
    notes: columns.has(type) || type === 'DNS' ? [] : [`log type ${type.slice(0, 30)} is not known`],
  };
}

function keep(fields: Map<string, string>, name: string, value: string): void {
  if (fields.has(name)) return;
  const text = value.trim();
  if (!EMPTY.has(text)) fields.set(name, text);
}
