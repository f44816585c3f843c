import { type Expression, joined } from '#shared/detect/expression.ts';
import { nameOf, readFieldTest } from '#shared/detect/field-test.ts';
import { type FieldPath, RuleError } from '#shared/detect/rule-problem.ts';

/**
 * One search identifier of a detection: a map (all lines must match), a list of maps (any map), or a list of keywords
 * (any keyword, anywhere in the event).
 */
export function readSelection(value: unknown, path: FieldPath): Expression {
  if (Array.isArray(value)) {
    if (value.length === 0)
      throw new RuleError(path, 'The selection is empty: write at least one line in it.');
    return joined(
      'or',
      value.map((item, i) =>
        isMap(item)
          ? readMap(item, [...path, i])
          : readFieldTest('', keyword(item, [...path, i]), [...path, i]),
      ),
    );
  }
  if (isMap(value)) return readMap(value, path);
  if (typeof value === 'string' || typeof value === 'number') return readFieldTest('', String(value), path);
  throw new RuleError(
    path,
    `A selection must be a map, a list of maps or a list of keywords, not ${nameOf(value)}.`,
  );
}

function readMap(value: Readonly<Record<string, unknown>>, path: FieldPath): Expression {
  const lines = Object.entries(value);
  if (lines.length === 0) throw new RuleError(path, 'The selection is empty: write at least one line in it.');
  return joined(
    'and',
    lines.map(([key, item]) => {
      const at = [...path, key];
      if (!key.startsWith('|')) return readFieldTest(key, item, at);
      return readFieldTest(
        key,
        Array.isArray(item) ? item.map((one, i) => keyword(one, [...at, i])) : item,
        at,
      );
    }),
  );
}

/** Keywords are texts even where they look like numbers. */
function keyword(value: unknown, path: FieldPath): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new RuleError(path, `A keyword must be a text or a number, not ${nameOf(value)}.`);
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
