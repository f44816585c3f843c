import { z } from 'zod';
import { type Logsource, logsourceSchema } from '#shared/detect/rule.ts';
import { RuleError } from '#shared/detect/rule-problem.ts';
import { attributeValueSchema } from '#shared/schema/event.ts';

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const durationSchema = z
  .string()
  .regex(/^\d+(ms|s|m|h|d)$/, 'write a number and ms, s, m, h or d, such as 90s')
  .transform((text) => Number.parseInt(text, 10) * (unitMs[text.replace(/^\d+/, '')] ?? 0));

const timelineEntrySchema = z.strictObject({
  /** Time after the test's beginning. */
  at: durationSchema.default(0),
  /** The same event again, each `every` later and as an event of its own. */
  repeat: z.number().int().min(1).max(10_000).default(1),
  every: durationSchema.default(0),
  /** Fields as rules name them: `category`, `actor.id`, `event.action`, …; what is left out gets a neutral value. */
  event: z.record(z.string(), attributeValueSchema),
  /** Where the event comes from; where it is not said, of the rule's own logsource (a correlation's first rule). */
  logsource: logsourceSchema.optional(),
});

const ruleTestSchema = z.strictObject({
  name: z.string().min(1),
  events: z.array(timelineEntrySchema).min(1),
  /** Every alert that must come of it, in any order; an empty list says that there must be none. */
  alerts: z.array(
    z.strictObject({
      count: z.number().optional(),
      group: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

/** One proof of a rule: a timeline of events and the alerts that must come of it. */
export type RuleTest = z.output<typeof ruleTestSchema> & {
  /** Of events that say nothing of theirs. */
  logsource?: Logsource;
};

/** The tests inside a rule (`tests:`, a custom field of Sigma). @throws RuleError that names the field. */
export function readRuleTests(body: Readonly<Record<string, unknown>>): RuleTest[] {
  if (body.tests === undefined) return [];
  const parsed = z.array(ruleTestSchema).safeParse(body.tests);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = (issue?.path ?? []).map((step) => (typeof step === 'number' ? step : String(step)));
  throw new RuleError(['tests', ...path], issue?.message ?? 'The tests are not valid.');
}
