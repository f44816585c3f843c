import { type Expression, joined } from '#shared/detect/expression.ts';
import type { ReadingContext } from '#shared/detect/field-test.ts';
import { readCondition } from '#shared/detect/read-condition.ts';
import { isMap, readSelection } from '#shared/detect/read-selection.ts';
import type { Logsource } from '#shared/detect/rule.ts';
import { type FieldPath, RuleError } from '#shared/detect/rule-problem.ts';

/** @throws RuleError that names the field and what to write. */
export function readDetection(body: Readonly<Record<string, unknown>>, context: ReadingContext): Expression {
  const { detection } = body;
  if (!isMap(detection)) throw new RuleError(['detection'], 'Write a map of selections and a condition.');
  const { condition, ...rest } = detection;
  if ('timeframe' in rest) {
    throw new RuleError(
      ['detection', 'timeframe'],
      'A timeframe is no longer Sigma: write a correlation rule instead.',
    );
  }
  return readSelections(rest, condition, ['detection'], context);
}

/** Selections by name and the condition over them, of a rule or a filter. @throws RuleError. */
export function readSelections(
  named: Readonly<Record<string, unknown>>,
  condition: unknown,
  under: FieldPath,
  context: ReadingContext,
): Expression {
  const selections = new Map<string, Expression>(
    Object.entries(named).map(
      ([name, value]) => [name, { ...readSelection(value, [...under, name], context), name }] as const,
    ),
  );
  if (selections.size === 0)
    throw new RuleError(under, 'There is no selection: add one, such as "selection:".');
  const path = [...under, 'condition'];
  if (typeof condition === 'string') return readCondition(condition, selections, path);
  if (
    Array.isArray(condition) &&
    condition.length > 0 &&
    condition.every((item) => typeof item === 'string')
  ) {
    return joined(
      'or',
      condition.map((item, i) => readCondition(item, selections, [...path, i])),
    );
  }
  throw new RuleError(
    path,
    'Write how the selections make a match, such as "condition: selection and not filter".',
  );
}

export function readLogsource(body: Readonly<Record<string, unknown>>): Logsource {
  const { logsource } = body;
  if (!isMap(logsource)) {
    throw new RuleError(
      ['logsource'],
      'Say which events the rule is for: write category, product or service.',
    );
  }
  const kept: Logsource = {};
  for (const key of ['category', 'product', 'service'] as const) {
    const value = logsource[key];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string') throw new RuleError(['logsource', key], 'must be a text');
    kept[key] = value;
  }
  if (Object.keys(kept).length === 0) {
    throw new RuleError(
      ['logsource'],
      'Say which events the rule is for: write category, product or service.',
    );
  }
  return kept;
}
