import { readCommonFormat } from '#shared/connectors/common-format.ts';
import { readCommonPhrases } from '#shared/connectors/common-phrases.ts';
import type { Connector, JsonObject, ParsedEvent, ReadContext } from '#shared/connectors/connector.ts';
import { applyKind, type Draft, finish, type Kind } from '#shared/connectors/draft.ts';
import { ecsJson, NO_ACTOR } from '#shared/connectors/ecs-json/connector.ts';
import { putRequest, readAccessLog } from '#shared/connectors/generic/access-log.ts';
import { isLogExporter, readLogExporter } from '#shared/connectors/generic/log-exporter.ts';
import { mappingSetting } from '#shared/connectors/generic/mapping-setting.ts';
import { putNamed } from '#shared/connectors/generic/pairs.ts';
import { type EventFormat, scanCef } from '#shared/connectors/scan/cef.ts';
import { scanKeyValues } from '#shared/connectors/scan/key-value.ts';
import { scanLeef } from '#shared/connectors/scan/leef.ts';
import { scanSyslog } from '#shared/connectors/scan/syslog.ts';
import { syslogSettings } from '#shared/connectors/setting.ts';
import { syslogDraft } from '#shared/connectors/syslog-draft.ts';
import { put } from '#shared/connectors/vocabulary.ts';

/** CEF and LEEF of any product, key=value and plain syslog lines: what no vendor's connector knows. */
export const generic = {
  name: 'generic',
  version: '1.2.0',
  settings: [...syslogSettings, mappingSetting],
  sniff: (_value: JsonObject) => false,
  read: readJson,
  text: { sniff: sniffText, read: readText },
} satisfies Connector;

/** The bracketed clock before a quoted request, by which access logs are known. */
const ACCESS =
  /^\S{2,253} (?:\S{1,253} )?\S{1,128} \S{1,256} \[\d{1,2}\/[A-Z][a-z]{2}\/\d{4}:\d{2}:\d{2}:\d{2}[^\]]{0,12}\] "/;

/** At least six pairs that tabs part: no text of a person. */
const MANY_TABBED = /^[\w.-]{1,64}=[^\t]{0,2000}(?:\t[\w.-]{1,64}=[^\t]{0,2000}){5}/;

function sniffText(text: string): boolean {
  const { priority, time } = scanSyslog(text.slice(0, 2_048));
  return (
    priority !== null ||
    time !== null ||
    /(?:^|\s)(CEF: ?\d|LEEF:[12]\.0)\|?/.test(text.slice(0, 2_048)) ||
    ACCESS.test(text.slice(0, 900)) ||
    isLogExporter(text) ||
    MANY_TABBED.test(text.slice(0, 4_096))
  );
}

function readJson(value: JsonObject, context: ReadContext): ParsedEvent {
  const parsed = ecsJson.read(value, context);
  const mapping = context.settings?.mapping;
  if (mapping === undefined) return parsed;
  const notes = parsed.notes.filter((note) => note !== NO_ACTOR);
  const draft: Draft = { ...parsed, notes };
  mapping.apply({ object: value }, draft, context);
  const read = finish(draft);
  if (read.actor.id === 'unknown') read.notes.push(NO_ACTOR);
  return read;
}

function readText(text: string, context: ReadContext): ParsedEvent {
  const trimmed = text.trimEnd();
  const event = scanCef(trimmed) ?? scanLeef(trimmed);
  const header = scanSyslog(event === null ? trimmed : event.prefix);
  const draft = syslogDraft(
    header,
    event?.product || header.app || 'syslog',
    'ops',
    context,
    event === null ? 'host.name' : 'observer.name',
  );
  const { attributes } = draft;
  if (event !== null) readCommonFormat(event, draft, context);
  else {
    const isAccess = readAccessLog(trimmed, draft, context) || readAccessLog(header.message, draft, context);
    put(attributes, 'message', header.message.trim());
    if (!isAccess) {
      // What stands inside a value of a pair is nobody's statement about the event.
      if (!readLogExporter(trimmed, draft) && !readPairs(header.message, draft))
        readPlain(header.message.trim(), draft);
    }
    if (!isAccess && header.priority === null && header.time === null)
      draft.notes.push('no header that could be read');
  }
  applyKind(draft, kindOf(attributes));
  const pairs = context.settings?.mapping === undefined ? NO_PAIRS : pairsOf(event, header.message);
  context.settings?.mapping?.apply({ pairs }, draft, context);
  return finish(draft);
}

const NO_PAIRS: ReadonlyMap<string, string> = new Map();

/** What a mapping may ask for by name: the pairs, and of CEF and LEEF the header as they name it. */
function pairsOf(event: EventFormat | null, message: string): ReadonlyMap<string, string> {
  if (event === null) return scanKeyValues(message).fields;
  const header: [string, string][] = [
    ['deviceVendor', event.vendor],
    ['deviceProduct', event.product],
    ['deviceVersion', event.productVersion],
    ['deviceEventClassId', event.code],
    ['name', event.name],
    ['severity', event.severity],
  ];
  return new Map([...header, ...event.fields]);
}

/** Pairs that tabs part may have blanks in their values. */
const TABBED = /=[^\t=]{0,2000}\t[\w.-]{1,64}=[^\t=]{0,2000}\t[\w.-]{1,64}=/;

function readPairs(message: string, { attributes, notes }: Draft): boolean {
  const isTabbed = TABBED.test(message.slice(0, 4_096));
  const { fields, duplicates } = scanKeyValues(message, isTabbed ? 'tabs' : 'blanks');
  if (fields.size < 3) return false;
  for (const [name, value] of fields) if (!putNamed(attributes, name, value)) put(attributes, name, value);
  for (const key of duplicates.slice(0, 20)) notes.push(`${key} stands twice: the first value was kept`);
  return true;
}

/** `ip:port` that a proxy or a VPN server begins its line with. */
const LEADING_PEER = /^(\d{1,3}(?:\.\d{1,3}){3}):(\d{1,5})\b/;
/** The certificate's name that OpenVPN writes behind it. */
const PEER_NAME = /^\S{9,21} \[([^\]\s]{1,128})\] Peer Connection/;
const QUOTED_REQUEST = /"([A-Z]{3,20} [^"\s]{1,8000}(?: HTTP\/\d(?:\.\d)?)?)"/;

function readPlain(message: string, draft: Draft): void {
  const { attributes } = draft;
  const peer = LEADING_PEER.exec(message);
  if (peer !== null) {
    put(attributes, 'source.ip', peer[1]);
    put(attributes, 'source.port', peer[2]);
    put(attributes, 'user.name', PEER_NAME.exec(message)?.[1]);
  }
  const request = QUOTED_REQUEST.exec(message)?.[1];
  const said = request === undefined ? message : message.replace(request, '');
  if (request !== undefined && attributes['url.original'] === undefined && putRequest(draft, request))
    put(attributes, 'http.response.status_code', / ([1-5]\d\d) \d/.exec(message)?.[1]);
  readCommonPhrases(said, attributes);
}

function kindOf(attributes: Draft['attributes']): Kind {
  if (attributes['http.request.method'] !== undefined)
    return { category: 'network', ecs: ['web'], type: ['access'] };
  const isNetwork =
    attributes['destination.ip'] !== undefined || attributes['destination.port'] !== undefined;
  return isNetwork
    ? { category: 'network', ecs: ['network'], type: ['connection'] }
    : { category: 'ops', ecs: ['host'], type: ['info'] };
}
