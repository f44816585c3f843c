import { z } from 'zod';

/** Stands for any run of characters (`*`) in a pattern, also an empty one. */
export const ANY_RUN = 0;
/** Stands for exactly one character (`?`) in a pattern. */
export const ONE_CHARACTER = 1;

const patternSchema = z.array(z.union([z.string(), z.literal(ANY_RUN), z.literal(ONE_CHARACTER)]));
/** A Sigma string as literal runs and wildcards; folded unless the test is `cased`. */
export type Pattern = z.infer<typeof patternSchema>;

export const operatorSchema = z.enum(['lt', 'lte', 'gt', 'gte', 'eq']);
export type Operator = z.infer<typeof operatorSchema>;

const textTestSchema = z.object({ kind: z.literal('text'), pattern: patternSchema, cased: z.boolean() });
export type TextTest = z.infer<typeof textTestSchema>;

export const timePartSchema = z.enum(['minute', 'hour', 'day', 'week', 'month', 'year']);
export type TimePart = z.infer<typeof timePartSchema>;

const regexTestSchema = z.object({
  kind: z.literal('regex'),
  source: z.string(),
  flags: z.object({ ignoreCase: z.boolean(), multiLine: z.boolean(), dotAll: z.boolean() }),
});
export type RegexTest = z.infer<typeof regexTestSchema>;

const valueTestSchema = z.discriminatedUnion('kind', [
  textTestSchema,
  z.object({ kind: z.literal('scalar'), value: z.union([z.number(), z.boolean()]) }),
  z.object({ kind: z.literal('null') }),
  z.object({ kind: z.literal('exists'), wanted: z.boolean() }),
  z.object({ kind: z.literal('compare'), operator: operatorSchema, value: z.number() }),
  z.object({
    kind: z.literal('cidr'),
    network: z.string(),
    prefix: z.number().int(),
    family: z.enum(['ipv4', 'ipv6']),
  }),
  regexTestSchema,
  /** Compares with another field of the same event. */
  z.object({
    kind: z.literal('field'),
    field: z.string(),
    how: z.enum(['equals', 'contains', 'startswith', 'endswith']),
    cased: z.boolean(),
  }),
  /** A part of a time, in UTC where the time says no offset. */
  z.object({ kind: z.literal('time'), part: timePartSchema, operator: operatorSchema, value: z.number() }),
]);
/** What one value of a rule asks of one field of an event. */
export type ValueTest = z.infer<typeof valueTestSchema>;

/** A detection as a tree of plain data, so that rulesets are compiled once and shipped as JSON. */
export type Expression = (
  | { op: 'and' | 'or'; of: Expression[] }
  | { op: 'not'; of: Expression }
  | { op: 'some'; of: Expression[]; least: number }
  /** `as`: what the rule calls the field, where a pipeline renamed it. */
  | { op: 'field'; field: string; as?: string; test: ValueTest }
  | { op: 'keyword'; test: TextTest | RegexTest }
) & {
  /** The search identifier that this is the whole of. Only explanations ask for it. */
  name?: string;
};

/** Joins without needless nodes: a single part stands for itself. */
export function joined(op: 'and' | 'or', parts: readonly Expression[]): Expression {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { op, of: [...parts] };
}

/** Whether `left operator right` holds. */
export function compares(operator: Operator, left: number, right: number): boolean {
  switch (operator) {
    case 'lt':
      return left < right;
    case 'lte':
      return left <= right;
    case 'gt':
      return left > right;
    case 'gte':
      return left >= right;
    case 'eq':
      return left === right;
  }
}
