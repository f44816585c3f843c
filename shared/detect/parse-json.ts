/** A whole number that JavaScript's numbers may not hold, where a value can stand. */
const long = /([:,[]\s*)(-?\d{16,})(?=\s*[,}\]])/g;
const mayBeLong = /[:,[]\s*-?\d{16}/;

/**
 * Reads JSON; whole numbers of 16 digits and more that would lose some are kept as texts, digit by digit, since rules
 * compare what is written. @throws SyntaxError for what is no JSON.
 */
export function parseJson(text: string): unknown {
  if (!mayBeLong.test(text)) return JSON.parse(text);
  try {
    // Inside of a text the added quotes end it before a digit, which is no JSON: the slow way is right then.
    return JSON.parse(text.replace(long, '$1"$2"'));
  } catch {
    return JSON.parse(text, keepDigits);
  }
}

function keepDigits(_: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source;
  return typeof value === 'number' && source !== undefined && /^-?\d{16,}$/.test(source) ? source : value;
}
