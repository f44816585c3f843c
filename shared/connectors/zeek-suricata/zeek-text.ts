import type { JsonObject } from '#shared/connectors/connector.ts';
import { textAt as nestedTextAt } from '#shared/connectors/table.ts';
/** Zeek writes dots into its names; only shippers that take them apart nest. */
export function textAt(value: JsonObject, path: string): string | null {
  const own = Object.hasOwn(value, path) ? value[path] : undefined;
  return typeof own === 'string' && own !== ''
    ? own
    : typeof own === 'number'
      ? String(own)
      : nestedTextAt(value, path);
}
