import type { Expression } from '#shared/detect/expression.ts';
import { type Predicate, toPredicate } from '#shared/detect/predicate.ts';
import { type CorrelationRule, type DetectionRule, rulesetDataSchema } from '#shared/detect/rule.ts';
import type { CanonicalEvent, EventCategory } from '#shared/schema/event.ts';

type LoadedRule = {
  rule: DetectionRule;
  matches: Predicate;
  /** Correlations that count its matches. */
  correlations: CorrelationRule[];
};

/** A ruleset ready to run. */
export type Ruleset = {
  /** The rules that an event can match, found without looking at the others. */
  candidates(event: CanonicalEvent): readonly LoadedRule[];
};

/** Loads what `compileRuleset` made, from memory or from JSON. @throws ZodError when it is something else. */
export function loadRuleset(json: unknown): Ruleset {
  const data = rulesetDataSchema.parse(json);
  const rules = data.detections.map((rule) => ({
    rule,
    matches: toPredicate(rule.expression),
    correlations: data.correlations.filter(({ rules: keys }) => keys.includes(rule.key)),
  }));
  const everywhere: LoadedRule[] = [];
  const indexed = new Map<string, LoadedRule[]>();
  for (const rule of rules) {
    const categories = categoriesOf(rule.rule.expression);
    if (categories === null) everywhere.push(rule);
    else for (const category of categories) indexed.set(category, [...(indexed.get(category) ?? []), rule]);
  }
  const byCategory = new Map(
    [...indexed].map(([category, found]) => [category, [...found, ...everywhere]] as const),
  );
  return {
    candidates: ({ category }: { category: EventCategory }) => byCategory.get(category) ?? everywhere,
  };
}

/** The categories outside which the expression cannot hold; null where it says nothing about them. */
function categoriesOf(expression: Expression): ReadonlySet<string> | null {
  switch (expression.op) {
    case 'and': {
      const known = expression.of.map(categoriesOf).filter((set) => set !== null);
      const [first, ...others] = known;
      if (first === undefined) return null;
      return new Set([...first].filter((name) => others.every((other) => other.has(name))));
    }
    case 'or': {
      const sets = expression.of.map(categoriesOf);
      if (!sets.every((set) => set !== null)) return null;
      return new Set(sets.flatMap((set) => [...(set ?? [])]));
    }
    case 'field': {
      const { field, test } = expression;
      if (field !== 'category' || test.kind !== 'text') return null;
      const [name] = test.pattern;
      return test.pattern.length === 1 && typeof name === 'string' ? new Set([name]) : null;
    }
    default:
      return null;
  }
}
