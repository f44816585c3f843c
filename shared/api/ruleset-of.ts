import { type RulesetData, rulesetDataSchema } from '#shared/detect/rule.ts';
import type { Ports } from '#shared/ports/ports.ts';

const parsed = new WeakMap<object, RulesetData>();

/** The rules that this cell runs, parsed once for each ruleset that is loaded. */
export function rulesetOf({ rules }: Pick<Ports, 'rules'>): RulesetData {
  const json = rules.all();
  const known = parsed.get(json) ?? rulesetDataSchema.parse(json);
  parsed.set(json, known);
  return known;
}
