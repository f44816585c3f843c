import { z } from 'zod';
import { compares, type Operator, operatorSchema } from '#shared/detect/expression.ts';
import { MAX_ENTRIES, MAX_TIMESPAN_MS } from '#shared/detect/limits.ts';
import { type CorrelationRule, type CorrelationType, correlationTypeSchema } from '#shared/detect/rule.ts';
import { RuleError } from '#shared/detect/rule-problem.ts';

const temporalTypes: readonly CorrelationType[] = ['temporal', 'temporal_ordered'];

const names = z.union(
  [
    z
      .string()
      .min(1)
      .transform((name) => [name]),
    z.array(z.string().min(1)).min(1),
  ],
  {
    error: 'write the name or id of one or more rules',
  },
);

const correlationSchema = z.strictObject(
  {
    type: correlationTypeSchema,
    rules: names,
    'group-by': z
      .union(
        [
          z
            .string()
            .min(1)
            .transform((field) => [field]),
          z.array(z.string().min(1)),
        ],
        {
          error: 'write a field or a list of fields',
        },
      )
      .default([]),
    timespan: z.string('write a number and s, m, h or d, such as 5m'),
    condition: z.record(z.string(), z.unknown(), { error: 'write a map, such as "gte: 10"' }).optional(),
    aliases: z
      .record(
        z.string(),
        z.record(z.string(), z.string(), { error: 'write a map of rule names to fields' }),
        {
          error: 'write a map of aliases',
        },
      )
      .default({}),
    generate: z.boolean('must be true or false').default(false),
  },
  {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `"${issue.keys.join('", "')}" is not a part of a correlation that is supported: leave it out`
        : undefined,
  },
);

export type Correlation = Pick<
  CorrelationRule,
  'type' | 'groupBy' | 'aliases' | 'timespanMs' | 'field' | 'percentile' | 'condition'
> & {
  /** Names or ids, as written. */
  refersTo: string[];
  /** Whether the rules it refers to alert by themselves too. */
  generate: boolean;
};

/** @throws RuleError that names the field and what to write. */
export function readCorrelation(
  body: Readonly<Record<string, unknown>>,
  target: 'stream' | 'file',
): Correlation {
  checkType(body.correlation);
  const parsed = correlationSchema.safeParse(body.correlation);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = (issue?.path ?? []).map((step) => (typeof step === 'number' ? step : String(step)));
    throw new RuleError(['correlation', ...path], issue?.message ?? 'The correlation is not valid.');
  }
  const { type, rules, timespan, condition, aliases, generate } = parsed.data;
  return {
    type,
    refersTo: rules,
    groupBy: parsed.data['group-by'],
    timespanMs: readTimespan(timespan, target),
    aliases,
    ...readThreshold(type, condition, new Set(rules).size, target),
    generate,
  };
}

function checkType(value: unknown): void {
  const type = (value as { type?: unknown } | null)?.type;
  if ((correlationTypeSchema.options as readonly unknown[]).includes(type)) return;
  throw new RuleError(
    ['correlation', 'type'],
    `The type must be one of ${correlationTypeSchema.options.join(', ')}.`,
  );
}

/** Weeks, months and years are pySigma's, a month a twelfth of a mean year; the specification ends at days. */
const unitMs: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  M: 2_629_746_000,
  y: 31_556_952_000,
};

function readTimespan(text: string, target: 'stream' | 'file'): number {
  const [, amount, unit] = /^([1-9]\d{0,6})([smhdwMy])$/.exec(text) ?? [];
  const ms = Number(amount) * (unitMs[unit ?? ''] ?? Number.NaN);
  if (Number.isNaN(ms)) {
    throw new RuleError(
      ['correlation', 'timespan'],
      `"${text}" is no timespan: write a number and s, m, h or d, such as 5m.`,
    );
  }
  if (target === 'stream' && ms > MAX_TIMESPAN_MS) {
    throw new RuleError(
      ['correlation', 'timespan'],
      `A timespan is at most ${MAX_TIMESPAN_MS / 86_400_000}d: write a shorter one.`,
    );
  }
  return ms;
}

type Threshold = Pick<CorrelationRule, 'field' | 'percentile' | 'condition'>;

function readThreshold(
  type: CorrelationType,
  written: Readonly<Record<string, unknown>> | undefined,
  rules: number,
  target: 'stream' | 'file',
): Threshold {
  const path = ['correlation', 'condition'];
  const isTemporal = temporalTypes.includes(type);
  if (written === undefined) {
    if (!isTemporal) throw new RuleError(path, 'write a map, such as "gte: 10"');
    return { field: null, percentile: null, condition: [{ operator: 'gte', value: rules }] };
  }
  const { field, percentile, ...operators } = written;
  if ((type === 'event_count' || isTemporal) && field !== undefined) {
    throw new RuleError(
      [...path, 'field'],
      `A ${type} looks at no field: leave it out${isTemporal ? '.' : ' or use value_count.'}`,
    );
  }
  if (type !== 'event_count' && !isTemporal && (typeof field !== 'string' || field === '')) {
    throw new RuleError(path, `A ${type} needs "field:" with the name of one field to work on.`);
  }
  const condition = Object.entries(operators).map(([name, value]) => {
    const operator = operatorSchema.safeParse(name);
    if (!operator.success) {
      throw new RuleError(
        [...path, name],
        `"${name}" is no comparison: use ${operatorSchema.options.join(', ')}.`,
      );
    }
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      throw new RuleError([...path, name], 'The threshold must be a number without quotes.');
    }
    if (target === 'stream') checkWindow(type, operator.data, value, [...path, name]);
    return { operator: operator.data, value };
  });
  if (condition.length === 0) throw new RuleError(path, 'Write when it holds, such as "gte: 10".');
  if (
    type === 'temporal_ordered' &&
    !condition.every(({ operator, value }) => compares(operator, rules, value))
  ) {
    throw new RuleError(path, 'A temporal_ordered needs all of its rules: leave the condition out.');
  }
  return {
    field: typeof field === 'string' ? field : null,
    percentile: readPercentile(type, percentile, path),
    condition,
  };
}

function checkWindow(
  type: CorrelationType,
  operator: Operator,
  value: number,
  path: readonly string[],
): void {
  const needed = operator === 'gt' ? value + 1 : value;
  const counts = type === 'event_count' || type === 'value_count';
  if (!counts || operator.startsWith('l') || needed <= MAX_ENTRIES) return;
  throw new RuleError(
    path,
    `A window remembers ${MAX_ENTRIES} events: write a lower threshold or use value_sum.`,
  );
}

function readPercentile(type: CorrelationType, value: unknown, path: readonly string[]): number | null {
  if (type === 'value_percentile') {
    if (typeof value === 'number' && value >= 0 && value <= 100) return value;
    throw new RuleError(
      [...path, 'percentile'],
      'Write the percentile, a number from 0 to 100, such as "percentile: 95".',
    );
  }
  if (value === undefined) return null;
  throw new RuleError([...path, 'percentile'], 'It belongs to value_percentile: leave it out.');
}
