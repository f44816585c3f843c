import { fieldsOf } from '#shared/detect/event-fields.ts';
import { logsourceOf } from '#shared/detect/event-logsource.ts';
import { explainMatch } from '#shared/detect/explain.ts';
import type { Expression } from '#shared/detect/expression.ts';
import { type Feed, planCorrelations } from '#shared/detect/plan-correlations.ts';
import { type CorrelationRule, type DetectionHead, rulesetDataSchema } from '#shared/detect/rule.ts';
import { buildRuleIndex, type RuleIndex } from '#shared/detect/rule-index.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';
import type { Explanation } from '#shared/schema/explanation.ts';

export type LoadedRule = {
  rule: DetectionHead;
  /** Correlations that take in its matches. */
  feeds: readonly Feed[];
};

/** Why an event matches rules; nothing of those that it does not match. */
export type Explain = (keys: readonly string[], event: CanonicalEvent) => Explanation[];

/** A ruleset ready to run. */
export type Ruleset = {
  /** The rules that the event matches, in the ruleset's order. */
  match(event: CanonicalEvent): LoadedRule[];
  /** Ids of correlations that raise no alerts, though they may count for others. */
  off: ReadonlySet<string>;
  /** Why those of the rules that match the event do, by their keys. */
  explain: Explain;
  /** Levels of correlations: those of level 0 are fed by rules alone, the others by correlations below as well. */
  levels: number;
};

/** Loads what `compileRuleset` made, from memory or from JSON. @throws ZodError when it is something else. */
export function loadRuleset(json: unknown): Ruleset {
  const { detections, correlations } = rulesetDataSchema.parse(json);
  return makeRuleset({
    heads: detections,
    correlations,
    index: buildRuleIndex(detections),
    expressionOf: (rule) => detections[rule]?.expression ?? { op: 'or', of: [] },
  });
}

type RulesetParts = {
  heads: readonly DetectionHead[];
  correlations: readonly CorrelationRule[];
  index: RuleIndex;
  /** What a rule asks, by its number. */
  expressionOf(rule: number): Expression;
};

export function makeRuleset({ heads, correlations, index, expressionOf }: RulesetParts): Ruleset {
  const plan = planCorrelations(correlations);
  const rules = heads.map((rule) => ({ rule, feeds: plan.feedsOf(rule.key) }));
  const numberOf = new Map(heads.map(({ key }, number) => [key, number] as const));
  return {
    levels: plan.levels,
    off: new Set(),
    explain: (keys, event) => {
      const fields = fieldsOf(event);
      return keys.flatMap((key) => {
        const number = numberOf.get(key) ?? -1;
        const head = heads[number];
        if (head === undefined) return [];
        return explainMatch({ ...head, expression: expressionOf(number) }, fields) ?? [];
      });
    },
    match: (event) =>
      index.match([fieldsOf(event)], logsourceOf(event)).flatMap((number) => {
        const rule = rules[number];
        return rule === undefined ? [] : [rule];
      }),
  };
}
