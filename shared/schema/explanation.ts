import { z } from 'zod';

/** One value of an event that a rule's selection asked for and found. */
export const valueMatchSchema = z.strictObject({
  /** The search identifier that asked, such as `selection`; null for a condition that a pipeline added. */
  selection: z.string().nullable(),
  /** What the event calls the field, such as `process.command_line`, and what the rule calls it (`CommandLine`; null for keywords). */
  field: z.string(),
  rule_field: z.string().nullable(),
  /** How it was compared: equals, contains, startswith, endswith, wildcard, re, cidr, lt … gte, exists, null, fieldref, minute … year. */
  how: z.string(),
  /** What was asked for, as far as it is a text: wildcards as `*` and `?`, texts in lower case unless compared with regard to case. */
  pattern: z.string(),
  /** The value, or at most 512 UTF-16 units of it around the match; null where the field is missing or null. */
  value: z.string().nullable(),
  /** Where `value` begins in the whole value, in UTF-16 units. */
  at: z.number().int().min(0),
  /** What matched, as [first, end) in UTF-16 units of `value`; empty where there are no words to mark. */
  spans: z.array(z.tuple([z.number().int().min(0), z.number().int().min(0)])),
});
export type ValueMatch = z.infer<typeof valueMatchSchema>;

/** Why a rule matched an event. */
export const explanationSchema = z.strictObject({
  rule: z.strictObject({
    id: z.string(),
    title: z.string(),
    /** The rule's `modified` or `date`; the beginning of a hash of its detection where it has neither. */
    version: z.string(),
  }),
  /** The search identifiers that held; those under `not` are left out. */
  selections: z.array(z.string()),
  /** At most `MAX_VALUE_MATCHES`, in the rule's order. */
  matches: z.array(valueMatchSchema),
});
export type Explanation = z.infer<typeof explanationSchema>;
