import { scanPlainBsd, scanPlainIso } from '#shared/connectors/scan/plain-time.ts';

/** A wall clock as it stood in a line; year and offset are null where the sender left them out. */
export type ScannedTime = {
  /** Where the text after the time begins. */
  end: number;
  year: number | null;
  /** 0 (January) to 11. */
  month: number;
  day: number;
  /** Milliseconds since midnight. */
  clockMs: number;
  /** Minutes east of UTC. */
  offsetMinutes: number | null;
};

const MONTHS: ReadonlyMap<string, number> = new Map(
  ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'].map((name, i) => [
    name,
    i,
  ]),
);

/** Zone names seen in syslog headers, in minutes east of UTC (RFC 5322 section 4.3 for the American ones). */
const ZONES: ReadonlyMap<string, number> = new Map(
  Object.entries({
    Z: 0,
    UTC: 0,
    GMT: 0,
    WET: 0,
    WEST: 60,
    BST: 60,
    CET: 60,
    MET: 60,
    CEST: 120,
    MEST: 120,
    'MET-DST': 120,
    EET: 120,
    EEST: 180,
    MSK: 180,
    JST: 540,
    KST: 540,
    AEST: 600,
    AEDT: 660,
    EST: -300,
    EDT: -240,
    CST: -360,
    CDT: -300,
    MST: -420,
    MDT: -360,
    PST: -480,
    PDT: -420,
  }),
);

const CLOCK = '(\\d{1,2}):(\\d{2}):(\\d{2})(?:[.,](\\d{1,9}))?';
const ZONE =
  '(?: ?(UTC[+-]\\d{1,2}(?::?\\d{2})?|GMT[+-]\\d{1,2}(?::?\\d{2})?|[+-]\\d{2}(?::?\\d{2})?|MET-DST|[A-Z]{1,4})(?=[\\s:;,)]|$))?';
/** `Oct 11 22:14:15`, `Oct 11 2018 22:14:15.123 UTC`, `Oct 11 22:14:15 2018`, with the day padded by a blank. */
const BSD = new RegExp(
  `(?:[A-Z][a-z]{2},? )?([A-Z][a-z]{2}) {1,2}(\\d{1,2})(?: (\\d{4}))?,? ${CLOCK}(?: (\\d{4})(?=[\\s:]|$))?${ZONE}`,
  'y',
);
/** `2018 Oct 11 22:14:15` (Cisco NX-OS) and `11 Oct 2018 22:14:15`. */
const YEAR_FIRST = new RegExp(`(\\d{4}) ([A-Z][a-z]{2}) {1,2}(\\d{1,2}) ${CLOCK}${ZONE}`, 'y');
const DAY_FIRST = new RegExp(`(\\d{1,2})[ /-]([A-Z][a-z]{2})[ /-](\\d{4})[ :]${CLOCK}${ZONE}`, 'y');
const ISO = new RegExp(`(\\d{4})[-/](\\d{2})[-/](\\d{2})[Tt ]${CLOCK}${ZONE}`, 'y');

/** The time that stands at `at`, or null. Every pattern has bounded parts only, so a scan costs the same on any text. */
export function scanTime(text: string, at = 0): ScannedTime | null {
  const first = text.charCodeAt(at);
  const plain = first >= 65 ? scanPlainBsd(text, at) : scanPlainIso(text, at);
  if (plain !== null) return plain;
  return first >= 65 && first <= 90
    ? scanBsd(text, at)
    : first >= 48 && first <= 57
      ? scanNumeric(text, at)
      : null;
}

function run(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function scanBsd(text: string, at: number): ScannedTime | null {
  const m = run(BSD, text, at);
  if (m === null) return null;
  const year = m[3] ?? m[8];
  return build(m, at, year, MONTHS.get((m[1] ?? '').toLowerCase()), m[2], m.slice(4, 8), m[9]);
}

function scanNumeric(text: string, at: number): ScannedTime | null {
  const iso = run(ISO, text, at);
  if (iso !== null) return build(iso, at, iso[1], Number(iso[2]) - 1, iso[3], iso.slice(4, 8), iso[8]);
  const y = run(YEAR_FIRST, text, at);
  if (y !== null)
    return build(y, at, y[1], MONTHS.get((y[2] ?? '').toLowerCase()), y[3], y.slice(4, 8), y[8]);
  const d = run(DAY_FIRST, text, at);
  if (d === null) return null;
  return build(d, at, d[3], MONTHS.get((d[2] ?? '').toLowerCase()), d[1], d.slice(4, 8), d[8]);
}

function build(
  match: RegExpExecArray,
  at: number,
  yearText: string | undefined,
  month: number | undefined,
  dayText: string | undefined,
  clock: (string | undefined)[],
  zone: string | undefined,
): ScannedTime | null {
  const [h, m, s] = clock.slice(0, 3).map(Number) as [number, number, number];
  const day = Number(dayText);
  if (month === undefined || month > 11 || month < 0 || day < 1 || day > 31 || h > 23 || m > 59 || s > 60)
    return null;
  const ms = Number((clock[3] ?? '').slice(0, 3).padEnd(3, '0'));
  let end = at + match[0].length;
  let offsetMinutes: number | null = null;
  if (zone !== undefined) {
    offsetMinutes = zoneOffset(zone);
    // Not a zone but the next word, such as a host called PIX: it stays in the text.
    if (offsetMinutes === null) end -= zone.length + (text(match, zone) ? 1 : 0);
  }
  const year = yearText === undefined ? null : Number(yearText);
  return { end, year, month, day, clockMs: ((h * 60 + m) * 60 + s) * 1000 + ms, offsetMinutes };
}

function text(match: RegExpExecArray, zone: string): boolean {
  return match[0].endsWith(` ${zone}`);
}

/** Minutes east of UTC of `Z`, `+0200`, `UTC+1:00`, `CEST`; null for any other text. */
export function zoneOffset(zone: string): number | null {
  const named = ZONES.get(zone);
  if (named !== undefined) return named;
  const m = /^(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?$/.exec(zone);
  if (m === null || Number(m[2]) > 14 || Number(m[3] ?? 0) > 59) return null;
  return (m[1] === '-' ? -1 : 1) * (Number(m[2]) * 60 + Number(m[3] ?? 0));
}
