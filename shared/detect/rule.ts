import { z } from 'zod';
import { expressionSchema, operatorSchema } from '#shared/detect/expression.ts';
import { levelSchema } from '#shared/schema/alert.ts';

/** What an alert says about the rule that made it. */
const ruleInfoSchema = z.object({
  id: z.string(),
  title: z.string(),
  level: levelSchema,
  tags: z.array(z.string()),
});
export type RuleInfo = z.infer<typeof ruleInfoSchema>;

/** Which events the rule is for. Canonical events are told apart by conditions instead, which compiling adds. */
const logsourceSchema = z.object({
  category: z.string().optional(),
  product: z.string().optional(),
  service: z.string().optional(),
});
export type Logsource = z.infer<typeof logsourceSchema>;

const detectionRuleSchema = z.object({
  info: ruleInfoSchema,
  /** Unique in the ruleset; how correlations refer to it. */
  key: z.string(),
  file: z.string(),
  logsource: logsourceSchema,
  expression: expressionSchema,
  /** Whether a match is an alert by itself; false for rules that only feed correlations. */
  alerts: z.boolean(),
});
export type DetectionRule = z.infer<typeof detectionRuleSchema>;

export const correlationTypeSchema = z.enum(['event_count', 'value_count', 'value_sum']);

const correlationRuleSchema = z.object({
  info: ruleInfoSchema,
  file: z.string(),
  type: correlationTypeSchema,
  /** Keys of the detection rules whose matches it counts. */
  rules: z.array(z.string()),
  groupBy: z.array(z.string()),
  timespanMs: z.number().int().min(1),
  /** What is counted or summed; null for `event_count`. */
  field: z.string().nullable(),
  /** All of them must hold. */
  condition: z.array(z.object({ operator: operatorSchema, value: z.number() })).min(1),
});
export type CorrelationRule = z.infer<typeof correlationRuleSchema>;

/** A compiled ruleset as plain JSON: made once at build time, loaded by the function without any YAML. */
export const rulesetDataSchema = z.object({
  v: z.literal(1),
  detections: z.array(detectionRuleSchema),
  correlations: z.array(correlationRuleSchema),
});
export type RulesetData = z.infer<typeof rulesetDataSchema>;
