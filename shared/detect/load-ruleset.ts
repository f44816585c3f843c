import { fieldsOf } from '#shared/detect/event-fields.ts';
import { logsourceOf } from '#shared/detect/event-logsource.ts';
import { explainMatch } from '#shared/detect/explain.ts';
import { type Feed, planCorrelations } from '#shared/detect/plan-correlations.ts';
import { type DetectionRule, rulesetDataSchema } from '#shared/detect/rule.ts';
import { buildRuleIndex } from '#shared/detect/rule-index.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';
import type { Explanation } from '#shared/schema/explanation.ts';

export type LoadedRule = {
  rule: DetectionRule;
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
  const data = rulesetDataSchema.parse(json);
  const plan = planCorrelations(data.correlations);
  const rules = data.detections.map((rule) => ({ rule, feeds: plan.feedsOf(rule.key) }));
  const byKey = new Map(data.detections.map((rule) => [rule.key, rule] as const));
  const index = buildRuleIndex(data.detections);
  return {
    levels: plan.levels,
    off: new Set(),
    explain: (keys, event) => {
      const fields = fieldsOf(event);
      return keys.flatMap((key) => {
        const rule = byKey.get(key);
        return (rule === undefined ? null : explainMatch(rule, fields)) ?? [];
      });
    },
    match: (event) =>
      index.match([fieldsOf(event)], logsourceOf(event)).flatMap((number) => {
        const rule = rules[number];
        return rule === undefined ? [] : [rule];
      }),
  };
}
