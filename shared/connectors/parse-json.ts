import type { JsonObject } from '#shared/connectors/connector.ts';

/**
 * Integers beyond 2^53 are read as text, so that 64-bit ids stay exact; the slower reviver runs only where one stands:
 * 17 digits, or 16 that begin with 9, where a number can begin (digits inside quotes are text anyway).
 */
const LONG_NUMBER = /[:,[\s]-?(?:\d{17}|9\d{15})/;

/** @throws SyntaxError when the text is no JSON. */
export function parseJson(text: string): unknown {
  return LONG_NUMBER.test(text) ? JSON.parse(text, exactIntegers) : JSON.parse(text);
}

/** The first character that is no blank; undefined for an empty text. */
export function firstOf(text: string): string | undefined {
  const first = text[0];
  return first === '{' || first === '[' ? first : text.trimStart()[0];
}

/** The object that a text is, null for anything else. */
export function jsonObject(text: string): JsonObject | null {
  if (firstOf(text) !== '{') return null;
  try {
    const value = parseJson(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function exactIntegers(_key: string, value: unknown, context?: { source: string }): unknown {
  const unsafe = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
  return unsafe && context !== undefined && /^-?\d+$/.test(context.source) ? context.source : value;
}
