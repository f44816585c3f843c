import { fieldsOf } from '#shared/detect/event-fields.ts';
import { type CorrelationRule, type DetectionRule, rulesetDataSchema } from '#shared/detect/rule.ts';
import { buildRuleIndex } from '#shared/detect/rule-index.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';

export type LoadedRule = {
  rule: DetectionRule;
  /** Correlations that count its matches. */
  correlations: CorrelationRule[];
};

/** A ruleset ready to run. */
export type Ruleset = {
  /** The rules that the event matches, in the ruleset's order. */
  match(event: CanonicalEvent): LoadedRule[];
};

/** Loads what `compileRuleset` made, from memory or from JSON. @throws ZodError when it is something else. */
export function loadRuleset(json: unknown): Ruleset {
  const data = rulesetDataSchema.parse(json);
  const rules = data.detections.map((rule) => ({
    rule,
    correlations: data.correlations.filter(({ rules: keys }) => keys.includes(rule.key)),
  }));
  const index = buildRuleIndex(data.detections);
  return {
    match: (event) =>
      index.match([fieldsOf(event)], null).flatMap((number) => {
        const rule = rules[number];
        return rule === undefined ? [] : [rule];
      }),
  };
}
