import type { EventTime } from '#shared/connectors/event-time.ts';
import { type Clock, resolveTime } from '#shared/connectors/scan/resolve-time.ts';
import { zoneOffset } from '#shared/connectors/scan/time-text.ts';

/** Reads a time in a declared form; null for any other text. */
export type ReadTime = (text: string, clock: Clock) => EventTime | null;

const EPOCHS: Readonly<Record<string, number>> = {
  epoch_s: 1_000,
  epoch_ms: 1,
  epoch_us: 1 / 1_000,
  epoch_ns: 1 / 1_000_000,
};
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/** Letters of Unicode's date patterns (TR 35) that we read. */
const PARTS: Readonly<Record<string, string>> = {
  yyyy: '(?<year>\\d{4})',
  yy: '(?<short>\\d{2})',
  MMM: '(?<name>[A-Za-z]{3})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  dd: '(?<day>\\d{2})',
  d: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{2})',
  H: '(?<hour>\\d{1,2})',
  hh: '(?<hour>\\d{2})',
  h: '(?<hour>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
  SSS: '(?<fraction>\\d{1,9})',
  a: '(?<half>[AaPp][Mm])',
  Z: '(?<zone>Z|[+-]\\d{2}:?\\d{2})',
};

/** What a format may hold, for people. */
export const TIME_FORMATS = `${Object.keys(EPOCHS).join(', ')}, or a pattern of ${Object.keys(PARTS).join(', ')} and signs between them, letters in single quotes`;

/** A reader of `epoch_s`, `epoch_ms`, `epoch_us`, `epoch_ns` or a date pattern; null for what is none of them. */
export function compileTimeFormat(format: string): ReadTime | null {
  if (Object.hasOwn(EPOCHS, format)) return epochReader(EPOCHS[format] as number);
  const expression = expressionOf(format);
  if (expression === null) return null;
  return (text, clock) => {
    const found = expression.exec(text.trim())?.groups;
    return found === undefined ? null : timeOf(found, clock);
  };
}

function epochReader(factor: number): ReadTime {
  return (text) => {
    if (!/^\d{1,20}(\.\d{1,9})?$/.test(text.trim())) return null;
    const at = new Date(Math.floor(Number(text) * factor + 0.001));
    return Number.isNaN(at.getTime()) ? null : { at, quality: 'vendor' };
  };
}

function expressionOf(format: string): RegExp | null {
  let source = '';
  const used = new Set<string>();
  for (const [part] of format.matchAll(/'[^']{0,20}'|([A-Za-z])\1*|[^A-Za-z']|'/g)) {
    if (part.length > 1 && part.startsWith("'")) source += escaped(part.slice(1, -1));
    else if (/^[A-Za-z]/.test(part)) {
      const known = Object.hasOwn(PARTS, part) ? (PARTS[part] as string) : null;
      const group = known === null ? null : (/<(\w+)>/.exec(known)?.[1] ?? null);
      if (known === null || group === null || used.has(group)) return null;
      used.add(group);
      source += known;
    } else if (part === "'") return null;
    else source += escaped(part);
  }
  const hasDay = used.has('day') && (used.has('month') || used.has('name'));
  return hasDay && used.has('hour') && used.has('minute') ? new RegExp(`^${source}$`) : null;
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

function timeOf(found: Readonly<Record<string, string | undefined>>, clock: Clock): EventTime | null {
  const { year, short, name, month, day, half, zone } = found;
  const number = (part: string): number => Number(found[part] ?? 0);
  const at = name === undefined ? Number(month) - 1 : MONTHS.indexOf(name.toLowerCase());
  const hour = half === undefined ? number('hour') : (number('hour') % 12) + (/p/i.test(half) ? 12 : 0);
  const [minute, second] = [number('minute'), number('second')];
  const date = Number(day);
  if (at < 0 || at > 11 || date < 1 || date > 31 || hour > 24 || minute > 59 || second > 60) return null;
  const ms = Number((found.fraction ?? '').padEnd(3, '0').slice(0, 3));
  return resolveTime(
    {
      end: 0,
      year: year !== undefined ? Number(year) : short !== undefined ? 2_000 + Number(short) : null,
      month: at,
      day: date,
      clockMs: ((hour * 60 + minute) * 60 + second) * 1_000 + ms,
      offsetMinutes: zone === undefined ? null : zoneOffset(zone),
    },
    clock,
  );
}
