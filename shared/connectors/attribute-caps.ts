/** Caps of one event's attributes: no source's parameters may blow up the event (real API audit logs carry over 1,000 fields). */
export const MAX_ATTRIBUTES = 400;
export const MAX_DEPTH = 8;
export const MAX_TEXT = 8_192;
export const MAX_ITEMS = 200;
/** Characters of a dotted name: a long one over many children would multiply the event's size. */
export const MAX_NAME = 256;
/** Bytes of all names and values, so that an event with its raw text fits a Kinesis record (`normalize-pack.ts`). */
export const MAX_BYTES = 128 * 1024;
export const MAX_NOTES = 20;
export const TOO_MANY = `more than ${MAX_ATTRIBUTES} fields: the rest is in event.original only`;

/** JSON text of a part; the engine's own recursion ends before the deepest JSON does that it can parse. */
export function jsonOf(node: unknown): string {
  try {
    return JSON.stringify(node);
  } catch {
    return '(nested too deep, see event.original)';
  }
}

export function isScalar(value: unknown): value is string | number | boolean {
  return (
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    (typeof value === 'number' && Number.isFinite(value))
  );
}
