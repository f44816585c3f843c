import { scanStructuredData } from '#shared/connectors/scan/structured-data.ts';
import { type ScannedTime, scanTime } from '#shared/connectors/scan/time-text.ts';
import { traceStep } from '#shared/connectors/trace.ts';

/** A syslog header, RFC 5424 or 3164 as the field writes it, and the message after it. */
export type Syslog = {
  /** 0–191 (facility·8 + severity), null where no `<PRI>` stood. */
  priority: number | null;
  time: ScannedTime | null;
  host: string | null;
  app: string | null;
  pid: string | null;
  msgid: string | null;
  /** RFC 5424 structured data as `id.name` → value. */
  data: Readonly<Record<string, string>>;
  message: string;
  notes: readonly string[];
};

const BOM = '\uFEFF';
const OCTET_COUNT = /^\d{1,7} (?=<\d{1,3}>)/;
const PRIORITY = /<(\d{1,3})>/y;
const SEQUENCE = /(\d{1,12}): /y;
const CISCO_HOST = /([A-Za-z0-9_.:-]{1,255}): (?=[*.]?(?:[A-Z][a-z]{2} {1,2}\d{1,2} |\d{4}[- ]))/y;
const TAG = /([^\s:[\]<>|{}"=,]{1,64})(?:\[([^\]\s]{1,32})\])?: ?/y;
const HOST = /([A-Za-z0-9_.:%/-]{1,255})(?: |$)/y;
const MAX_HEADERS = 3;

/** Reads the header in one pass; a text without one comes back whole as `message`. Never throws. */
export function scanSyslog(text: string): Syslog {
  let start = text.startsWith(BOM) ? 1 : 0;
  const counted = OCTET_COUNT.exec(text.slice(start, start + 16));
  const notes: string[] = [];
  if (counted !== null) {
    start += counted[0].length;
    notes.push('an octet count stood before the header (RFC 6587)');
  }
  const outer = scanHeader(text, start);
  let current = outer;
  // A relay puts its own header before the sender's: the inner one says who wrote the message, and when.
  for (let i = 1; i < MAX_HEADERS; i++) {
    const inner = scanHeader(current.message, 0);
    if (inner.priority === null && inner.time === null) break;
    current = {
      ...inner,
      priority: inner.priority ?? current.priority,
      time: inner.time ?? current.time,
      host: inner.host ?? current.host,
      app: inner.app ?? current.app,
      pid: inner.pid ?? current.pid,
    };
  }
  if (current.time !== null || current.priority !== null) traceStep('scanner', 'syslog header');
  return { ...current, notes: [...notes, ...current.notes] };
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function scanHeader(text: string, start: number): Syslog {
  const pri = text.charCodeAt(start) === 60 ? match(PRIORITY, text, start) : null;
  const priority = pri === null || Number(pri[1]) > 191 ? null : Number(pri[1]);
  let at = priority === null || pri === null ? start : start + pri[0].length;
  if (priority !== null && text.startsWith('1 ', at)) {
    const modern = scanModern(text, at + 2, priority);
    if (modern !== null) return modern;
  }
  // Cisco's EMBLEM form without a host keeps the colon that would follow it.
  while (text[at] === ' ' || (priority !== null && text[at] === ':')) at++;
  const none = { priority, time: null, host: null, app: null, pid: null, msgid: null, data: {}, notes: [] };
  const sequence = isDigit(text.charCodeAt(at)) ? match(SEQUENCE, text, at) : null;
  if (sequence !== null) at += sequence[0].length;
  // A host and its colon are one word.
  const cisco = text.charCodeAt(text.indexOf(' ', at) - 1) === 58 ? match(CISCO_HOST, text, at) : null;
  if (cisco !== null) at += cisco[0].length;
  if (text[at] === '*' || text[at] === '.') at++;
  const time = scanTime(text, at);
  if (time === null) {
    if (priority === null) return { ...none, message: text.slice(start) };
    return { ...none, ...scanTag(text, at) };
  }
  at = time.end;
  while (text[at] === ':' || text[at] === ' ') at++;
  return { ...none, time, ...scanHost(text, at, cisco?.[1] ?? null) };
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

type Origin = Pick<Syslog, 'host' | 'app' | 'pid' | 'message'>;

function scanHost(text: string, at: number, known: string | null): Origin {
  if (known !== null || text[at] === '%') return { ...scanTag(text, at), host: known };
  const host = match(HOST, text, at);
  // Without a host the tag comes straight after the time, and a tag ends with a colon.
  if (host === null || (host[1]?.endsWith(':') ?? false)) return scanTag(text, at);
  let next = at + host[0].length;
  while (text[next] === ':' || text[next] === ' ') next++;
  return { ...scanTag(text, next), host: host[1] ?? null };
}

function scanTag(text: string, at: number): Origin {
  const tag = match(TAG, text, at);
  const app = tag?.[1] ?? null;
  if (tag === null || app === null || /^(CEF|LEEF|https?)$/.test(app) || app.startsWith('%'))
    return { host: null, app: null, pid: null, message: text.slice(at) };
  return { host: null, app, pid: tag[2] ?? null, message: text.slice(at + tag[0].length) };
}

function scanModern(text: string, start: number, priority: number): Syslog | null {
  const words: (string | null)[] = [];
  let at = start;
  for (let i = 0; i < 5; i++) {
    const end = text.indexOf(' ', at);
    const word = end === -1 ? text.slice(at) : text.slice(at, end);
    words.push(word === '-' ? null : word);
    at = end === -1 ? text.length : end + 1;
  }
  const [stamp, host, app, pid, msgid] = words as [string | null, ...(string | null)[]];
  const time = stamp === null ? null : scanTime(stamp);
  if (stamp !== null && time === null) return null;
  const { data, end, notes } = scanStructuredData(text, at);
  const message = text.slice(text.startsWith(BOM, end) ? end + 1 : end);
  return {
    priority,
    time,
    host: host ?? null,
    app: app ?? null,
    pid: pid ?? null,
    msgid: msgid ?? null,
    data,
    message,
    notes,
  };
}
