import { type Expression, joined } from '#shared/detect/expression.ts';
import { type ReadingContext, readFieldTest } from '#shared/detect/field-test.ts';
import { nameOf } from '#shared/detect/modifiers.ts';
import { type FieldPath, RuleError } from '#shared/detect/rule-problem.ts';

/** Maps and lists inside one another; deeper ones are a mistake or an attack on the stack. */
const MAX_DEPTH = 20;

/**
 * One search identifier of a detection: a map (all lines must match), a list of maps (any map), or a list of keywords
 * (any keyword, anywhere in the event).
 */
export function readSelection(
  value: unknown,
  path: FieldPath,
  context: ReadingContext,
  depth = 0,
): Expression {
  if (depth > MAX_DEPTH) throw new RuleError(path, `The selection is nested more than ${MAX_DEPTH} deep.`);
  if (Array.isArray(value)) {
    if (value.length === 0)
      throw new RuleError(path, 'The selection is empty: write at least one line in it.');
    return joined(
      'or',
      value.map((item, i) => {
        const at = [...path, i];
        return isMap(item) || Array.isArray(item)
          ? readSelection(item, at, context, depth + 1)
          : readFieldTest('', keyword(item, at), at, context);
      }),
    );
  }
  if (isMap(value)) return readMap(value, path, context);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return readFieldTest('', String(value), path, context);
  }
  throw new RuleError(
    path,
    `A selection must be a map, a list of maps or a list of keywords, not ${nameOf(value)}.`,
  );
}

function readMap(
  value: Readonly<Record<string, unknown>>,
  path: FieldPath,
  context: ReadingContext,
): Expression {
  const lines = Object.entries(value);
  if (lines.length === 0) throw new RuleError(path, 'The selection is empty: write at least one line in it.');
  return joined(
    'and',
    lines.map(([key, item]) => {
      const at = [...path, key];
      if (!key.startsWith('|')) return readFieldTest(key, item, at, context);
      const keywords = Array.isArray(item) ? item.map((one, i) => keyword(one, [...at, i])) : item;
      return readFieldTest(key, keywords, at, context);
    }),
  );
}

/** Keywords are texts even where they look like numbers. */
function keyword(value: unknown, path: FieldPath): string {
  if (['string', 'number', 'boolean'].includes(typeof value)) return String(value);
  throw new RuleError(path, `A keyword must be a text or a number, not ${nameOf(value)}.`);
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
