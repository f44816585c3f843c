import { z } from 'zod';
import type { Expression } from '#shared/detect/expression.ts';
import { planIndex } from '#shared/detect/index-plan.ts';
import { makeRuleset, type Ruleset } from '#shared/detect/load-ruleset.ts';
import { makePacker, type PackedTexts, unpack } from '#shared/detect/packed.ts';
import { correlationRuleSchema, detectionHeadSchema, type RulesetData } from '#shared/detect/rule.ts';
import { makeRuleIndex } from '#shared/detect/rule-index.ts';
import { loadPlan, type SavedPlan, savePlan } from '#shared/detect/saved-plan.ts';

const savedSchema = z.object({
  heads: z.array(detectionHeadSchema),
  correlations: z.array(correlationRuleSchema),
  // Our own compiler's output, in a file that says which form it has.
  expressions: z.custom<PackedTexts>((value) => typeof value === 'object' && value !== null),
  plan: z.custom<SavedPlan>((value) => typeof value === 'object' && value !== null),
});

/**
 * A compiled ruleset with its index, as a file: what the build works out once, so that a function that starts reads
 * numbers instead of building. The same ruleset gives the same bytes.
 */
export function saveRuleset({ detections, correlations }: RulesetData): Uint8Array {
  const packer = makePacker();
  const plan = savePlan(planIndex(detections), packer);
  const expressions = packer.texts(detections.map(({ expression }) => JSON.stringify(expression)));
  const heads = detections.map(({ expression: _, ...head }) => head);
  return packer.finish({ heads, correlations, expressions, plan });
}

/**
 * Loads what `saveRuleset` wrote; it matches as what `loadRuleset` makes of the same rules. Keeps `file`, and reads
 * rules' expressions in it when a match is to be explained.
 * @throws Error or ZodError when it is something else.
 */
export function loadSavedRuleset(file: Uint8Array): Ruleset {
  const unpacked = unpack(file);
  const { heads, correlations, expressions, plan } = savedSchema.parse(unpacked.json);
  const logsources = heads.map(({ logsource }) => logsource);
  const text = unpacked.texts(expressions);
  return makeRuleset({
    heads,
    correlations,
    index: makeRuleIndex(loadPlan(plan, logsources, unpacked)),
    expressionOf: (rule) => JSON.parse(text(rule)) as Expression,
  });
}
