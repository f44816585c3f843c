import type { ReadContext } from '#shared/connectors/connector.ts';
import { textTime } from '#shared/connectors/scan/resolve-time.ts';

/** `eventtime` in s, ms, µs or ns by magnitude, else date and time in the device's zone. */
export function timeOf(fields: ReadonlyMap<string, string>, context: ReadContext): unknown {
  const exact = fields.get('eventtime');
  if (exact !== undefined && /^\d{9,19}$/.test(exact)) return exact;
  const logged = fields.get('logtime');
  if (logged !== undefined && /^\d{9,13}$/.test(logged)) return logged;
  const date = fields.get('date');
  const time = fields.get('time')?.replace(': ', ':');
  if (date !== undefined && time !== undefined) {
    const zone = fields.get('tz');
    return (
      textTime(zone === undefined ? `${date} ${time}` : `${date} ${time} ${zone}`, context) ??
      textTime(`${date} ${time}`, context) ??
      undefined
    );
  }
  for (const name of ['rt', 'start', 'timestamp', 'itime', 'end']) {
    const value = fields.get(name);
    if (value === undefined) continue;
    if (/^\d{9,19}$/.test(value)) return value;
    const found = textTime(value, context);
    if (found !== null) return found;
  }
  return undefined;
}
