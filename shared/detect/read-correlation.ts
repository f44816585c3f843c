import { z } from 'zod';
import { operatorSchema } from '#shared/detect/expression.ts';
import { MAX_ENTRIES, MAX_TIMESPAN_MS } from '#shared/detect/limits.ts';
import { type CorrelationRule, correlationTypeSchema } from '#shared/detect/rule.ts';
import { RuleError } from '#shared/detect/rule-problem.ts';

/** Types of Sigma 2.1 that this engine does not evaluate yet. */
const laterTypes = ['temporal', 'temporal_ordered', 'value_avg', 'value_percentile', 'value_median'];

const names = z.union(
  [
    z
      .string()
      .min(1)
      .transform((name) => [name]),
    z.array(z.string().min(1)).min(1),
  ],
  {
    error: 'write the name or id of one or more detection rules',
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
    condition: z.record(z.string(), z.unknown(), { error: 'write a map, such as "gte: 10"' }),
    generate: z.boolean('must be true or false').default(false),
  },
  {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `"${issue.keys.join('", "')}" is not a part of a correlation that is supported: leave it out`
        : undefined,
  },
);

export type Correlation = Pick<CorrelationRule, 'type' | 'groupBy' | 'timespanMs' | 'field' | 'condition'> & {
  /** Names or ids, as written. */
  refersTo: string[];
  /** Whether the rules it refers to alert by themselves too. */
  generate: boolean;
};

/** @throws RuleError that names the field and what to write. */
export function readCorrelation(body: Readonly<Record<string, unknown>>): Correlation {
  checkType(body.correlation);
  const parsed = correlationSchema.safeParse(body.correlation);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = (issue?.path ?? []).map((step) => (typeof step === 'number' ? step : String(step)));
    throw new RuleError(['correlation', ...path], issue?.message ?? 'The correlation is not valid.');
  }
  const { type, rules, timespan, condition, generate } = parsed.data;
  return {
    type,
    refersTo: rules,
    groupBy: parsed.data['group-by'],
    timespanMs: readTimespan(timespan),
    ...readThreshold(type, condition),
    generate,
  };
}

function checkType(value: unknown): void {
  const type = (value as { type?: unknown } | null)?.type;
  if ((correlationTypeSchema.options as readonly unknown[]).includes(type)) return;
  const known = correlationTypeSchema.options.join(', ');
  throw new RuleError(
    ['correlation', 'type'],
    laterTypes.includes(String(type))
      ? `Correlations of type ${type} are not supported yet: use one of ${known}.`
      : `The type must be one of ${known}.`,
  );
}

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function readTimespan(text: string): number {
  const [, amount, unit] = /^([1-9]\d{0,6})([smhd])$/.exec(text) ?? [];
  const ms = Number(amount) * (unitMs[unit ?? ''] ?? Number.NaN);
  if (Number.isNaN(ms)) {
    throw new RuleError(
      ['correlation', 'timespan'],
      `"${text}" is no timespan: write a number and s, m, h or d, such as 5m.`,
    );
  }
  if (ms > MAX_TIMESPAN_MS) {
    throw new RuleError(
      ['correlation', 'timespan'],
      `A timespan is at most ${MAX_TIMESPAN_MS / 86_400_000}d: write a shorter one.`,
    );
  }
  return ms;
}

function readThreshold(
  type: CorrelationRule['type'],
  written: Readonly<Record<string, unknown>>,
): Pick<CorrelationRule, 'field' | 'condition'> {
  const path = ['correlation', 'condition'];
  const { field, ...operators } = written;
  if (type === 'event_count' && field !== undefined) {
    throw new RuleError(
      [...path, 'field'],
      'An event_count counts events: leave the field out or use value_count.',
    );
  }
  if (type !== 'event_count' && (typeof field !== 'string' || field === '')) {
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
    if (
      type !== 'value_sum' &&
      (name === 'gte' || name === 'eq' ? value : value + 1) > MAX_ENTRIES &&
      !name.startsWith('l')
    ) {
      throw new RuleError(
        [...path, name],
        `A window remembers ${MAX_ENTRIES} events: write a lower threshold or use value_sum.`,
      );
    }
    return { operator: operator.data, value };
  });
  if (condition.length === 0) throw new RuleError(path, 'Write when it holds, such as "gte: 10".');
  return { field: typeof field === 'string' ? field : null, condition };
}
