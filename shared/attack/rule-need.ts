import type { Expression } from '#shared/detect/expression.ts';
import type { CorrelationRule, Logsource, RulesetData } from '#shared/detect/rule.ts';

/** What must arrive for a rule to be able to match. */
export type Need =
  | { of: 'event'; logsource: Logsource; expression: Expression }
  | { of: 'all' | 'any'; needs: readonly Need[] };

/** Types that need events of every rule they refer to; the others are content with any. */
const needsAll = new Set(['temporal', 'temporal_ordered']);

/** The needs of a ruleset's rules, correlations by way of the rules they refer to, by the rules' keys. */
export function needsOf({ detections, correlations }: RulesetData): Map<string, Need> {
  const needs = new Map<string, Need>(
    detections.map(({ key, logsource, expression }) => [key, { of: 'event', logsource, expression }]),
  );
  const byKey = new Map(correlations.map((rule) => [rule.key, rule]));
  const visit = (rule: CorrelationRule): Need => {
    const known = needs.get(rule.key);
    if (known !== undefined) return known;
    const parts = rule.rules.flatMap((key) => {
      const below = byKey.get(key);
      return needs.get(key) ?? (below === undefined ? [] : visit(below));
    });
    const need: Need = { of: needsAll.has(rule.type) ? 'all' : 'any', needs: parts };
    needs.set(rule.key, need);
    return need;
  };
  for (const rule of correlations) visit(rule);
  return needs;
}

/**
 * The fewest fields that have yet to arrive before the expression can become true; none when it can already. Whatever
 * is negated, or asks for absence, holds without its field.
 */
export function missingFields(expression: Expression, arrives: (field: string) => boolean): string[] {
  switch (expression.op) {
    case 'keyword':
    case 'not':
      return [];
    case 'field': {
      const { field, test } = expression;
      if (test.kind === 'null' || (test.kind === 'exists' && !test.wanted)) return [];
      const asked = test.kind === 'field' ? [field, test.field] : [field];
      return asked.filter((name) => !arrives(name));
    }
    case 'and':
      return union(expression.of.map((part) => missingFields(part, arrives)));
    case 'or':
      return fewest(expression.of, 1, arrives);
    case 'some':
      return fewest(expression.of, expression.least, arrives);
  }
}

function fewest(parts: readonly Expression[], least: number, arrives: (field: string) => boolean): string[] {
  const options = parts.map((part) => missingFields(part, arrives)).sort((a, b) => a.length - b.length);
  return union(options.slice(0, least));
}

const union = (lists: readonly (readonly string[])[]): string[] => [...new Set(lists.flat())];
