import { expandEnvelope } from '#shared/pipeline/expand-envelope.ts';
import { MAX_EVENT_BYTES } from '#shared/pipeline/limits.ts';
import { splitJson } from '#shared/pipeline/split-json.ts';
import type { Batch, Sidelined } from '#shared/pipeline/take-events.ts';

/**
 * The events of a text of any kind: JSON whole, in a list, a line each or one behind the other, with lists of records
 * taken apart; everything else is one event a line. Blank lines are nothing; what is over the size of an event is kept
 * aside.
 */
export function splitAny(text: string): Batch {
  const first = text.trimStart()[0];
  const texts = first === '{' || first === '[' ? jsonTexts(text) : null;
  return sized(texts ?? text.split('\n').map((line) => line.replace(/[\r\0]+$/, '')));
}

function jsonTexts(text: string): string[] | null {
  const pieces = splitJson(text);
  const texts: string[] = [];
  for (const piece of pieces) {
    const value = parseObject(piece);
    if (value === null) return null;
    for (const one of expandEnvelope(piece, value)) texts.push(one);
  }
  return texts;
}

/** The object that a JSON text is, null for everything else. */
export function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

function sized(texts: readonly string[]): Batch {
  const events: string[] = [];
  const sidelined: Sidelined[] = [];
  for (const raw of texts) {
    if (raw.trim() === '') continue;
    if (Buffer.byteLength(raw) <= MAX_EVENT_BYTES) events.push(raw);
    else sidelined.push({ raw, reason: `larger than ${MAX_EVENT_BYTES} bytes` });
  }
  return { events, sidelined };
}
