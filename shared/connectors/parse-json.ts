import type { JsonObject } from '#shared/connectors/connector.ts';

/** Integers beyond 2^53 are read as text, so that 64-bit ids stay exact; the slower reviver runs only where one stands. */
const LONG_NUMBER = /\d{16}/;

/** @throws SyntaxError when the text is no JSON. */
export function parseJson(text: string): unknown {
  return LONG_NUMBER.test(text) ? JSON.parse(text, exactIntegers) : JSON.parse(text);
}

/** The object that a text is, null for anything else. */
export function jsonObject(text: string): JsonObject | null {
  const first = text.trimStart()[0];
  if (first !== '{') return null;
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
