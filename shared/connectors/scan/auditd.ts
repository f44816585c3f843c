import { traceStep } from '#shared/connectors/trace.ts';

export type AuditRecord = {
  type: string;
  fields: Map<string, string>;
  /** What SELinux or AppArmor made of it: `denied` or `granted`. */
  verdict?: string | undefined;
};

/** One event of the Linux audit system: its records share `audit(time:serial)`. */
export type AuditEvent = {
  /** Seconds since the epoch, as text with milliseconds. */
  time: string;
  serial: string;
  node: string | null;
  records: AuditRecord[];
};

const HEAD =
  /(?:node=(\S{1,255}) )?type=([A-Za-z_0-9[\]]{1,64}) (?:msg=)?audit\((\d{1,12}(?:\.\d{1,9})?):(\d{1,20})\): ?/;
/** Records stand one a line, or one behind the other with a blank between. */
const NEXT =
  /\n| (?=node=\S{1,255} type=[A-Z_0-9]{1,64} msg=audit\()| (?=type=[A-Z_0-9]{1,64} msg=audit\()(?<!node=\S{1,255} )/;
const VERDICT = /\bavc: {1,4}(denied|granted)\b/;
/** Fields that the kernel writes as hexadecimal when they hold blanks, quotes or control characters. */
const ENCODED =
  /^(proctitle|comm|exe|cwd|name|cmd|acct|data|old-acct|grp|path|dir|key|ocomm|vm|a\d{1,5}(\[\d{1,5}\])?)$/;

/** The audit records of a text, one a line (or joined by blanks); null when none stands there. */
export function scanAuditd(text: string): AuditEvent | null {
  let event: AuditEvent | null = null;
  for (const line of text.split(NEXT)) {
    const head = HEAD.exec(line.slice(0, 4_096));
    if (head === null) continue;
    const [whole, node, type = '', time = '', serial = ''] = head;
    event ??= { time, serial, node: node ?? null, records: [] };
    if (event.serial !== serial) continue;
    const body = line.slice(head.index + whole.length);
    const verdict = type.endsWith('AVC') ? VERDICT.exec(body.slice(0, 4_096))?.[1] : undefined;
    event.records.push({ type, fields: fieldsOf(body, type), verdict });
  }
  if (event !== null) traceStep('scanner', 'audit records');
  return event;
}

function fieldsOf(body: string, type: string): Map<string, string> {
  // Enriched logs repeat ids as names after a group separator (0x1d), in upper case.
  const [plain = '', enriched = ''] = body.split('\u001d');
  const fields = new Map<string, string>();
  for (const part of [plain, enriched]) {
    for (const [key, value] of rawPairs(part)) {
      if (key === 'msg' && value.startsWith("'"))
        for (const [inner, text] of rawPairs(value.slice(1, value.endsWith("'") ? -1 : undefined)))
          keep(fields, inner, text, type);
      else keep(fields, key, value, type);
    }
  }
  return fields;
}

function keep(fields: Map<string, string>, key: string, raw: string, type: string): void {
  if (fields.has(key)) return;
  const quoted = raw.startsWith('"');
  const value = quoted ? raw.slice(1, raw.endsWith('"') && raw.length > 1 ? -1 : undefined) : raw;
  const isArgument = /^a\d/.test(key);
  const encoded = !quoted && ENCODED.test(key) && (!isArgument || type === 'EXECVE');
  fields.set(key, encoded ? fromHex(value, isArgument) : value);
}

/** Pairs whose values keep their quotes, since only an unquoted value can be hexadecimal. */
function rawPairs(text: string): [string, string][] {
  const pairs: [string, string][] = [];
  let at = 0;
  while (at < text.length) {
    while (text[at] === ' ' || text[at] === ',') at++;
    const equals = text.indexOf('=', at);
    if (equals === -1) break;
    const before = text.slice(at, equals);
    const key = before.slice(before.lastIndexOf(' ') + 1);
    const quote = text[equals + 1];
    let end = -1;
    if (quote === '"' || quote === "'") {
      end = text.indexOf(quote, equals + 2);
      if (end !== -1) end++;
    } else end = text.indexOf(' ', equals + 1);
    if (end === -1) end = text.length;
    pairs.push([key, text.slice(equals + 1, end)]);
    at = end + 1;
  }
  return pairs;
}

function fromHex(value: string, isArgument: boolean): string {
  if (value.length < 2 || value.length % 2 === 1 || !/^[0-9A-F]+$/.test(value)) return value;
  // A short number of an argument that needs no quoting is written quoted: unquoted is always hexadecimal.
  if (!isArgument && value.length < 4) return value;
  return Buffer.from(value, 'hex').toString('utf8').replaceAll('\0', ' ').trimEnd();
}

/** `EXECVE` arguments in order; long ones come in pieces `a1[0]`, `a1[1]`, … (which are joined). */
export function commandOf(event: AuditEvent): string[] | null {
  const pieces = new Map<number, string>();
  for (const { type, fields } of event.records) {
    if (type !== 'EXECVE') continue;
    for (const [key, value] of fields) {
      const match = /^a(\d{1,5})(?:\[\d{1,5}\])?$/.exec(key);
      if (match === null) continue;
      const index = Number(match[1]);
      pieces.set(index, (pieces.get(index) ?? '') + value);
    }
  }
  if (pieces.size === 0) return null;
  return [...pieces].sort(([a], [b]) => a - b).map(([, text]) => text);
}

/** The peer of a `SOCKADDR` record's `saddr`: family in the machine's order, port and address in network order. */
export function peerOf(saddr: string): { ip: string; port: number } | null {
  if (!/^[0-9A-Fa-f]{16,}$/.test(saddr)) return null;
  const bytes = Buffer.from(saddr.slice(0, 64), 'hex');
  const family = bytes.readUInt16LE(0);
  if (family === 2) return { ip: [...bytes.subarray(4, 8)].join('.'), port: bytes.readUInt16BE(2) };
  if (family !== 10 || bytes.length < 24) return null;
  const groups = Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(8 + i * 2).toString(16));
  return { ip: groups.join(':').replace(/(^|:)0(:0)+(:|$)/, '::'), port: bytes.readUInt16BE(2) };
}
