import { type Draft, newDraft } from '#shared/connectors/draft.ts';
import { type Clock, resolveTime } from '#shared/connectors/scan/resolve-time.ts';
import type { Syslog } from '#shared/connectors/scan/syslog.ts';
import type { Captures } from '#shared/connectors/scan/template.ts';
import { type Attributes, put } from '#shared/connectors/vocabulary.ts';
import type { EventCategory } from '#shared/schema/event.ts';

/** Syslog severity 0 (emergency) … 7 (debug) → 0–10 (RFC 5424 section 6.2.1). */
export const SYSLOG_SEVERITY: readonly number[] = [10, 9, 8, 6, 4, 2, 1, 0];

const LEVELS = ['emergency', 'alert', 'critical', 'error', 'warning', 'notice', 'informational', 'debug'];

/** A draft with everything that a syslog header says; `hostKey` is where the header's host belongs. */
export function syslogDraft(
  header: Syslog,
  system: string,
  category: EventCategory,
  clock: Clock,
  hostKey: 'host.name' | 'observer.name' = 'host.name',
): Draft {
  const draft = newDraft(system, category);
  if (header.time !== null) draft.time = resolveTime(header.time, clock) ?? undefined;
  draft.notes.push(...header.notes);
  const { attributes } = draft;
  put(attributes, hostKey, header.host);
  if (header.host !== null && hostKey === 'host.name') put(attributes, 'host.hostname', header.host);
  if (header.app !== null) put(attributes, 'process.name', header.app);
  put(attributes, 'process.pid', header.pid);
  if (header.priority !== null) {
    put(attributes, 'log.syslog.priority', header.priority);
    put(attributes, 'log.syslog.facility.code', header.priority >> 3);
    put(attributes, 'log.syslog.severity.code', header.priority & 7);
    put(attributes, 'log.level', LEVELS[header.priority & 7]);
    draft.severity = SYSLOG_SEVERITY[header.priority & 7] ?? 1;
  }
  put(attributes, 'log.syslog.msgid', header.msgid);
  for (const [name, value] of Object.entries(header.data))
    put(attributes, `log.syslog.structured_data.${name}`, value);
  return draft;
}

const LEADING_DIGITS = /^\d{1,16}/;

/** Writes what a template caught; of a number followed by other words the number. */
export function putCaptures(attributes: Attributes, captures: Captures): void {
  for (const [name, text] of captures) {
    if (/(port|pid|bytes|packets)$/.test(name)) put(attributes, name, LEADING_DIGITS.exec(text)?.[0]);
    else if (name.endsWith('.ip')) put(attributes, name, text.replace(/[,.;:]+$/, ''));
    else put(attributes, name, text);
  }
}
