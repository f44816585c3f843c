import type { JsonObject } from '#shared/connectors/connector.ts';
import { jsonObject } from '#shared/connectors/parse-json.ts';

/** Shorter than this, what stands before the cut says nothing. */
const LEAST = 64;

/**
 * The object that a relay cut off at its longest message: all that is whole before the cut, its brackets closed. The
 * value in which the cut is goes, since half a value is a wrong one. Null for a text that is no object or not cut.
 */
export function closedObject(text: string): JsonObject | null {
  if (text.length < LEAST) return null;
  const closers: string[] = [];
  let isQuoted = false;
  let whole = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (isQuoted) {
      if (char === '\\') at++;
      else if (char === '"') isQuoted = false;
    } else if (char === '"') isQuoted = true;
    else if (char === '{' || char === '[') {
      closers.push(char === '{' ? '}' : ']');
      whole = at + 1;
    } else if (char === '}' || char === ']') {
      if (closers.pop() !== char || closers.length === 0) return null;
      whole = at + 1;
    } else if (char === ',') whole = at;
  }
  return jsonObject(`${text.slice(0, whole)}${closers.reverse().join('')}`);
}

/** Says in the event that it was. */
export const CUT_OFF = 'the JSON is cut off: what stands whole before the cut was read';
