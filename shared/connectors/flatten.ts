import type { JsonObject } from '#shared/connectors/connector.ts';
import type { AttributeValue } from '#shared/schema/event.ts';

/** Caps of one event's attributes: no source's parameters may blow up the event (real API audit logs carry over 1,000 fields). */
const MAX_ATTRIBUTES = 400;
const MAX_DEPTH = 8;
const MAX_TEXT = 8_192;

/**
 * Nested and dotted JSON as flat dotted keys. Lists of scalars stay lists; lists of objects and what is nested too
 * deep are kept as JSON text, so that nothing is lost. Returns what was cut as notes.
 */
export function flatten(value: JsonObject): {
  attributes: Record<string, AttributeValue>;
  notes: string[];
} {
  const attributes: Record<string, AttributeValue> = Object.create(null);
  const notes: string[] = [];
  let count = 0;

  const put = (key: string, item: AttributeValue): void => {
    if (count >= MAX_ATTRIBUTES) {
      if (count === MAX_ATTRIBUTES)
        notes.push(`more than ${MAX_ATTRIBUTES} fields: the rest is in event.original only`);
      count++;
      return;
    }
    count++;
    attributes[key] = typeof item === 'string' && item.length > MAX_TEXT ? item.slice(0, MAX_TEXT) : item;
    if (typeof item === 'string' && item.length > MAX_TEXT)
      notes.push(`${key} was cut to ${MAX_TEXT} characters`);
  };

  const walk = (node: unknown, key: string, depth: number): void => {
    if (node === null || node === undefined) return;
    if (isScalar(node)) put(key, node);
    else if (Array.isArray(node)) {
      if (node.length > 0) put(key, node.every(isScalar) ? node.slice(0, 200) : JSON.stringify(node));
    } else if (depth >= MAX_DEPTH) put(key, JSON.stringify(node));
    else
      for (const [name, child] of Object.entries(node))
        walk(child, key === '' ? name : `${key}.${name}`, depth + 1);
  };
  walk(value, '', 0);
  return { attributes: { ...attributes }, notes };
}

function isScalar(value: unknown): value is string | number | boolean {
  return (
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    (typeof value === 'number' && Number.isFinite(value))
  );
}
