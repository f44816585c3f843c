import { z } from 'zod';
import { type Expression, operatorSchema } from '#shared/detect/expression.ts';
import { levelSchema } from '#shared/schema/alert.ts';

/** What an alert says about the rule that made it. */
const ruleInfoSchema = z.object({
  id: z.string(),
  title: z.string(),
  level: levelSchema,
  tags: z.array(z.string()),
});
export type RuleInfo = z.infer<typeof ruleInfoSchema>;

/** The rule's `modified` or `date` as written; the beginning of a hash of what it asks where it has neither. */
const versionSchema = z.string();

/** Which events the rule is for. */
export const logsourceSchema = z.object({
  category: z.string().optional(),
  product: z.string().optional(),
  service: z.string().optional(),
});
export type Logsource = z.infer<typeof logsourceSchema>;

const detectionRuleSchema = z.object({
  info: ruleInfoSchema,
  /** Unique in the ruleset; how correlations refer to it. */
  key: z.string(),
  version: versionSchema,
  file: z.string(),
  logsource: logsourceSchema,
  // Our own compiler's output, as deep as rules are large: parsing it would take longer than building the index.
  expression: z.custom<Expression>((value) => typeof value === 'object' && value !== null && 'op' in value),
  /** Whether a match is an alert by itself; false for rules that only feed correlations. */
  alerts: z.boolean(),
});
export type DetectionRule = z.infer<typeof detectionRuleSchema>;

/** A rule without what it asks. */
export const detectionHeadSchema = detectionRuleSchema.omit({ expression: true });
export type DetectionHead = z.infer<typeof detectionHeadSchema>;

export const correlationTypeSchema = z.enum([
  'event_count',
  'value_count',
  'value_sum',
  'value_avg',
  'value_percentile',
  'value_median',
  'temporal',
  'temporal_ordered',
]);
export type CorrelationType = z.infer<typeof correlationTypeSchema>;

export const correlationRuleSchema = z.object({
  info: ruleInfoSchema,
  /** Unique in the ruleset; how other correlations refer to it. */
  key: z.string(),
  version: versionSchema,
  file: z.string(),
  type: correlationTypeSchema,
  /** Keys of the rules whose matches it counts, correlations among them; in the order in which they must happen. */
  rules: z.array(z.string()),
  groupBy: z.array(z.string()),
  /** What a group-by field is called in the events of each rule, by alias and rule key. */
  aliases: z.record(z.string(), z.record(z.string(), z.string())),
  timespanMs: z.number().int().min(1),
  /** What is counted or computed; null where events or rules are counted. */
  field: z.string().nullable(),
  /** 0 to 100; null but for `value_percentile`. */
  percentile: z.number().nullable(),
  /** All of them must hold. */
  condition: z.array(z.object({ operator: operatorSchema, value: z.number() })).min(1),
  /** Whether a firing is an alert by itself; false for those that only feed others. */
  alerts: z.boolean(),
});
export type CorrelationRule = z.infer<typeof correlationRuleSchema>;

/** A compiled ruleset as plain JSON: made once at build time, loaded by the function without any YAML. */
export const rulesetDataSchema = z.object({
  v: z.literal(2),
  detections: z.array(detectionRuleSchema),
  correlations: z.array(correlationRuleSchema),
});
export type RulesetData = z.infer<typeof rulesetDataSchema>;
