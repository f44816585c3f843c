import { z } from 'zod';
import type { Pipeline, Transformation } from '#shared/detect/pipeline.ts';
import { readSelection } from '#shared/detect/read-selection.ts';
import { attempt, type RuleFile, readYaml } from '#shared/detect/read-yaml.ts';
import { RuleError, type RuleProblem } from '#shared/detect/rule-problem.ts';

const texts = z.union([z.string().transform((one) => [one]), z.array(z.string()).min(1)], {
  error: 'write a text or a list of texts',
});
const logsource = {
  category: z.string().optional(),
  product: z.string().optional(),
  service: z.string().optional(),
};

const common = {
  id: z.string().optional(),
  rule_conditions: z
    .array(z.strictObject({ type: z.literal('logsource', 'only "logsource" is supported'), ...logsource }))
    .default([]),
  rule_cond_op: z
    .literal('or', 'conditions are joined with "or": write "rule_cond_op: or" for several')
    .optional(),
  rule_cond_not: z.boolean().optional(),
};

const transformationSchema = z.discriminatedUnion(
  'type',
  [
    z.strictObject({
      ...common,
      type: z.literal('field_name_mapping'),
      mapping: z.record(z.string(), texts),
    }),
    z.strictObject({ ...common, type: z.literal('field_name_prefix'), prefix: z.string().min(1) }),
    z.strictObject({
      ...common,
      type: z.literal('field_name_prefix_mapping'),
      mapping: z.record(z.string(), z.string()),
    }),
    z.strictObject({
      ...common,
      type: z.literal('add_condition'),
      conditions: z.record(z.string(), z.unknown()),
      negated: z.boolean().default(false),
    }),
    z.strictObject({ ...common, type: z.literal('change_logsource'), ...logsource }),
    z.strictObject({ ...common, type: z.literal('value_placeholders') }),
  ],
  {
    error:
      'write one of field_name_mapping, field_name_prefix, field_name_prefix_mapping, add_condition, change_logsource, value_placeholders',
  },
);

const scalar = z.union([z.string(), z.number()]).transform(String);

const pipelineSchema = z.looseObject({
  vars: z.record(z.string(), z.union([scalar.transform((one) => [one]), z.array(scalar)])).default({}),
  transformations: z.array(transformationSchema, 'write a list of transformations').default([]),
});

/** Reads a pipeline in pySigma's form. What it does not know is refused, with its line, and nothing is left out. */
export function readPipeline(file: RuleFile): { ok: Pipeline } | { problems: RuleProblem[] } {
  const { documents, refused } = readYaml(file);
  const [document, other] = documents;
  if (refused.length > 0 || document === undefined) return { problems: refused };
  if (other !== undefined)
    return { problems: [other.problem([], 'A pipeline is one document: write one a file.')] };
  const read = attempt(document, () => {
    const parsed = pipelineSchema.safeParse(document.value);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const path = (issue?.path ?? []).map((step) => (typeof step === 'number' ? step : String(step)));
      throw new RuleError(path, issue?.message ?? 'The pipeline is not valid.');
    }
    const placeholders = new Map(Object.entries(parsed.data.vars));
    return {
      placeholders,
      transformations: parsed.data.transformations.flatMap((step, i) =>
        toTransformations(step, placeholders, i),
      ),
    };
  });
  return 'ok' in read ? read : { problems: [read.problem] };
}

function toTransformations(
  step: z.output<typeof transformationSchema>,
  placeholders: Pipeline['placeholders'],
  place: number,
): Transformation[] {
  const logsources = step.rule_conditions.map(partsOf);
  if (logsources.length > 1 && step.rule_cond_op === undefined) {
    throw new RuleError(['transformations', place], 'Several rule_conditions need "rule_cond_op: or".');
  }
  const concerned = { logsources, negated: step.rule_cond_not ?? false };
  const except = new Set<string>();
  switch (step.type) {
    case 'field_name_mapping':
      return [{ ...concerned, kind: 'map-fields', fields: new Map(Object.entries(step.mapping)) }];
    case 'field_name_prefix':
      return [{ ...concerned, kind: 'prefix-fields', prefix: '', instead: step.prefix, except }];
    case 'field_name_prefix_mapping':
      return Object.entries(step.mapping).map(([prefix, instead]) => ({
        ...concerned,
        kind: 'prefix-fields',
        prefix,
        instead,
        except,
      }));
    case 'add_condition': {
      const path = ['transformations', place, 'conditions'];
      const expression = readSelection(step.conditions, path, { placeholders });
      return [
        {
          ...concerned,
          kind: 'add-condition',
          expression: step.negated ? { op: 'not', of: expression } : expression,
        },
      ];
    }
    case 'change_logsource':
      return [{ ...concerned, kind: 'change-logsource', logsource: partsOf(step) }];
    case 'value_placeholders':
      return [];
  }
}

function partsOf({
  category,
  product,
  service,
}: {
  category?: string | undefined;
  product?: string | undefined;
  service?: string | undefined;
}) {
  return Object.fromEntries(
    Object.entries({ category, product, service }).flatMap(([part, name]) =>
      name === undefined ? [] : [[part, name]],
    ),
  );
}
