import type { Expression } from '#shared/detect/expression.ts';
import type { ReadingContext } from '#shared/detect/field-test.ts';
import { readLogsource, readSelections } from '#shared/detect/read-detection.ts';
import { isMap } from '#shared/detect/read-selection.ts';
import type { Logsource } from '#shared/detect/rule.ts';
import { RuleError } from '#shared/detect/rule-problem.ts';

/** A condition that is added to rules with "and" (Sigma 2.1, filters specification). */
export type Filter = {
  /** Names or ids, as written; null for every rule of the logsource. */
  rules: string[] | null;
  logsource: Logsource;
  expression: Expression;
};

/** @throws RuleError that names the field and what to write. */
export function readFilter(body: Readonly<Record<string, unknown>>, context: ReadingContext): Filter {
  const { filter } = body;
  if (!isMap(filter)) throw new RuleError(['filter'], 'Write a map with rules, selections and a condition.');
  const { rules, condition, ...selections } = filter;
  if (typeof condition !== 'string')
    throw new RuleError(['filter', 'condition'], 'Write one condition, such as "not selection".');
  return {
    rules: readRules(rules),
    logsource: readLogsource(body),
    expression: readSelections(selections, condition, ['filter'], context),
  };
}

function readRules(rules: unknown): string[] | null {
  if (typeof rules === 'string' && rules !== '') return rules.toLowerCase() === 'any' ? null : [rules];
  if (Array.isArray(rules) && rules.every((name) => typeof name === 'string'))
    return rules.length === 0 ? null : rules;
  throw new RuleError(['filter', 'rules'], 'Write the ids or names of the rules to filter, or "any".');
}

/** Whether a filter concerns a rule: every part of the logsource that the filter names is the rule's too. */
export function concerns(
  filter: Filter,
  rule: { logsource: Logsource; names: readonly (string | null)[] },
): boolean {
  const { rules, logsource } = filter;
  const sameSource = (['category', 'product', 'service'] as const).every(
    (part) => logsource[part] === undefined || logsource[part] === rule.logsource[part],
  );
  return (
    sameSource &&
    (rules === null ||
      rules.some((name) => rule.names.includes(name) || rule.names.includes(name.toLowerCase())))
  );
}
