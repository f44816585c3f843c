import { type MappingRow, mappingRowsSchema } from '#shared/connectors/generic/mapping-schema.ts';
import type { StoredSettings } from '#shared/connectors/source-settings.ts';

/**
 * A marked event in JSON that a tenant's mapping takes, since it has every field that the mapping requires: texts name
 * the user, the others are what their row reads. Null where nothing is required, so that any event is taken.
 */
export function mappedProbe(settings: StoredSettings): ((user: string, at: Date) => string) | null {
  const required = (mappingRowsSchema.safeParse(settings.mapping).data ?? []).filter((row) => row.required);
  if (required.length === 0) return null;
  return (user, at) => {
    const event: Record<string, unknown> = { '@timestamp': at.toISOString(), username: user };
    for (const row of required) set(event, row.from.split('.'), valueFor(row, user, at));
    return JSON.stringify(event);
  };
}

function set(into: Record<string, unknown>, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    into[name] ??= value;
    return;
  }
  into[name] ??= {};
  set(into[name] as Record<string, unknown>, rest, value);
}

function valueFor({ as, format, to, values }: MappingRow, user: string, at: Date): unknown {
  const targets = [to].flat();
  if (values !== undefined) return Object.keys(values)[0] ?? user;
  if (targets.includes('timestamp')) return format === undefined ? at.toISOString() : timeText(format, at);
  if (as === 'ip') return '192.0.2.10';
  return as === 'port' || as === 'number' || targets.includes('severity') ? 1 : user;
}

const EPOCHS: Readonly<Record<string, (ms: number) => number | string>> = {
  epoch_s: (ms) => ms / 1_000,
  epoch_ms: (ms) => ms,
  epoch_us: (ms) => `${ms}000`,
  epoch_ns: (ms) => `${ms}000000`,
};
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The time in a declared form (`generic/time-format.ts`), by the clock of UTC. */
function timeText(format: string, at: Date): string | number {
  const epoch = Object.hasOwn(EPOCHS, format) ? EPOCHS[format] : undefined;
  if (epoch !== undefined) return epoch(at.getTime());
  const [month, day, hour] = [at.getUTCMonth() + 1, at.getUTCDate(), at.getUTCHours()];
  const padded = (value: number, length = 2): string => String(value).padStart(length, '0');
  const parts: Readonly<Record<string, string>> = {
    yyyy: padded(at.getUTCFullYear(), 4),
    yy: padded(at.getUTCFullYear() % 100),
    MMM: MONTHS[month - 1] ?? '',
    MM: padded(month),
    M: String(month),
    dd: padded(day),
    d: String(day),
    HH: padded(hour),
    H: String(hour),
    hh: padded(hour % 12 || 12),
    h: String(hour % 12 || 12),
    mm: padded(at.getUTCMinutes()),
    ss: padded(at.getUTCSeconds()),
    SSS: padded(at.getUTCMilliseconds(), 3),
    a: hour < 12 ? 'AM' : 'PM',
    Z: 'Z',
  };
  return format.replaceAll(/'([^']*)'|([A-Za-z])\2*/g, (part: string, quoted: string | undefined) =>
    quoted === undefined ? (parts[part] ?? part) : quoted,
  );
}
