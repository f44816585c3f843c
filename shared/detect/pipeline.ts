import { type Expression, joined } from '#shared/detect/expression.ts';
import type { Placeholders } from '#shared/detect/placeholders.ts';
import type { Logsource } from '#shared/detect/rule.ts';

/** Rules of these logsources are meant: every part that is set must be the rule's. An empty list means all rules. */
type Concerned = { logsources: readonly Logsource[]; negated?: boolean };

/** One change of the rules that it concerns. */
export type Transformation = Concerned &
  (
    | { kind: 'map-fields'; fields: ReadonlyMap<string, readonly string[]> }
    | { kind: 'prefix-fields'; prefix: string; instead: string; except: ReadonlySet<string> }
    | { kind: 'add-condition'; expression: Expression }
    | { kind: 'change-logsource'; logsource: Logsource }
  );

/** Changes to rules before they run, in this order, as pySigma's processing pipelines make them. */
export type Pipeline = { placeholders: Placeholders; transformations: readonly Transformation[] };

type Rule = { expression: Expression; logsource: Logsource };

/** The rule as the pipeline changes it. */
export function applyPipeline<T extends Rule>(rule: T, { transformations }: Pipeline): T {
  let { expression, logsource } = rule;
  for (const step of transformations) {
    if (!isConcerned(step, logsource)) continue;
    if (step.kind === 'change-logsource') logsource = step.logsource;
    else if (step.kind === 'add-condition') expression = joined('and', [expression, step.expression]);
    else expression = renameFields(expression, (field) => renamed(step, field));
  }
  return { ...rule, expression, logsource };
}

/** The names under which events have a field that a correlation over rules of that logsource asks for. */
export function mapField(field: string, logsource: Logsource, { transformations }: Pipeline): string {
  let name = field;
  for (const step of transformations) {
    if ((step.kind === 'map-fields' || step.kind === 'prefix-fields') && isConcerned(step, logsource)) {
      name = renamed(step, name)[0] ?? name;
    }
  }
  return name;
}

function isConcerned({ logsources, negated = false }: Concerned, rule: Logsource): boolean {
  if (logsources.length === 0) return true;
  const fits = logsources.some((wanted) =>
    (['category', 'product', 'service'] as const).every(
      (part) => wanted[part] === undefined || wanted[part] === rule[part],
    ),
  );
  return fits !== negated;
}

function renamed(
  step: Extract<Transformation, { kind: 'map-fields' | 'prefix-fields' }>,
  field: string,
): readonly string[] {
  if (step.kind === 'map-fields') return step.fields.get(field) ?? [field];
  if (!field.startsWith(step.prefix) || step.except.has(field)) return [field];
  return [step.instead + field.slice(step.prefix.length)];
}

function renameFields(expression: Expression, names: (field: string) => readonly string[]): Expression {
  switch (expression.op) {
    case 'and':
    case 'or':
    case 'some':
      return { ...expression, of: expression.of.map((part) => renameFields(part, names)) };
    case 'not':
      return { ...expression, of: renameFields(expression.of, names) };
    case 'keyword':
      return expression;
    case 'field': {
      const { test } = expression;
      const inner = test.kind === 'field' ? { ...test, field: names(test.field)[0] ?? test.field } : test;
      // A field of several names is missing where all of them are.
      const isMissing = test.kind === 'null' || (test.kind === 'exists' && !test.wanted);
      const { name, as = expression.field } = expression;
      const renamed = joined(
        isMissing ? 'and' : 'or',
        names(expression.field).map(
          (field): Expression => ({
            op: 'field',
            field,
            ...(field === as ? {} : { as }),
            test: inner,
          }),
        ),
      );
      return name === undefined ? renamed : { ...renamed, name };
    }
  }
}
