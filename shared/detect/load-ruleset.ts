import { fieldsOf } from '#shared/detect/event-fields.ts';
import { logsourceOf } from '#shared/detect/event-logsource.ts';
import { type Feed, planCorrelations } from '#shared/detect/plan-correlations.ts';
import { type DetectionRule, rulesetDataSchema } from '#shared/detect/rule.ts';
import { buildRuleIndex } from '#shared/detect/rule-index.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';

export type LoadedRule = {
  rule: DetectionRule;
  /** Correlations that take in its matches. */
  feeds: readonly Feed[];
};

/** A ruleset ready to run. */
export type Ruleset = {
  /** The rules that the event matches, in the ruleset's order. */
  match(event: CanonicalEvent): LoadedRule[];
  /** Levels of correlations: those of level 0 are fed by rules alone, the others by correlations below as well. */
  levels: number;
};

/** Loads what `compileRuleset` made, from memory or from JSON. @throws ZodError when it is something else. */
export function loadRuleset(json: unknown): Ruleset {
  const data = rulesetDataSchema.parse(json);
  const plan = planCorrelations(data.correlations);
  const rules = data.detections.map((rule) => ({ rule, feeds: plan.feedsOf(rule.key) }));
  const index = buildRuleIndex(data.detections);
  return {
    levels: plan.levels,
    match: (event) =>
      index.match([fieldsOf(event)], logsourceOf(event)).flatMap((number) => {
        const rule = rules[number];
        return rule === undefined ? [] : [rule];
      }),
  };
}
