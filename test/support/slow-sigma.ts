import type { Expression, Pattern, ValueTest } from '#shared/detect/expression.ts';

/** The obvious evaluator: every question is asked of every value, nothing is remembered. What the index is held to. */
export function slowMatch(expression: Expression, fields: Readonly<Record<string, unknown>>): boolean {
  switch (expression.op) {
    case 'and':
      return expression.of.every((part) => slowMatch(part, fields));
    case 'or':
      return expression.of.some((part) => slowMatch(part, fields));
    case 'some':
      return expression.of.filter((part) => slowMatch(part, fields)).length >= expression.least;
    case 'not':
      return !slowMatch(expression.of, fields);
    case 'keyword':
      return Object.values(fields)
        .flat()
        .some((value) => slowTest(expression.test, value));
    case 'field': {
      const { field, test } = expression;
      const isThere = Object.hasOwn(fields, field);
      const value = isThere ? fields[field] : null;
      if (test.kind === 'exists') return isThere === test.wanted;
      if (test.kind === 'null') return value === null;
      if (test.kind === 'field')
        return [fields[test.field]]
          .flat()
          .some((other) => [value].flat().some((one) => slowCompare(test, one, other)));
      return [value].flat().some((one) => slowTest(test, one));
    }
  }
}

function slowCompare(
  { how }: Extract<ValueTest, { kind: 'field' }>,
  value: unknown,
  other: unknown,
): boolean {
  if (value === null || other === undefined || other === null) return false;
  const [one, two] = [String(value).toLowerCase(), String(other).toLowerCase()];
  if (how === 'contains') return one.includes(two);
  if (how === 'startswith') return one.startsWith(two);
  return how === 'endswith' ? one.endsWith(two) : one === two;
}

function slowTest(test: ValueTest, value: unknown): boolean {
  if (value === null || value === undefined) return false;
  const text = String(value);
  switch (test.kind) {
    case 'text':
      return new RegExp(`^${toRegExp(test.pattern)}$`, test.cased ? 'su' : 'siu').test(text);
    case 'scalar':
      return text.toLowerCase() === String(test.value);
    case 'regex':
      return new RegExp(test.source, `u${test.flags.ignoreCase ? 'i' : ''}`).test(text);
    case 'compare':
      return (
        /^ *-?(\d+\.?\d*|\.\d+) *$/.test(text) &&
        (test.operator === 'gte' ? Number(text) >= test.value : Number(text) < test.value)
      );
    default:
      throw new Error(`The slow evaluator has no ${test.kind}.`);
  }
}

function toRegExp(pattern: Pattern): string {
  return pattern
    .map((part) => (part === 0 ? '.*' : part === 1 ? '.' : part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')))
    .join('');
}
