import { makeAtomTable } from '#shared/detect/atoms.ts';
import type { Expression } from '#shared/detect/expression.ts';
import type { RulesetData } from '#shared/detect/rule.ts';
import type { RuleProblem } from '#shared/detect/rule-problem.ts';
import { chooseWitnesses } from '#shared/detect/witness.ts';

/** What is doubtful about rules that can be run; the line is that of the file's beginning. */
export function lintRuleset({ detections, correlations }: RulesetData): RuleProblem[] {
  const doubts: RuleProblem[] = [];
  const doubt = (file: string, field: string, message: string) =>
    doubts.push({ file, line: 1, field, message });
  const table = makeAtomTable();
  const logics = detections.map(({ expression }) => table.add(expression));
  const witnesses = chooseWitnesses(table.atoms, logics);
  for (const [i, { file, info, expression, alerts }] of detections.entries()) {
    if (alerts) checkTags(info.tags, (message) => doubt(file, 'tags', message));
    if (witnesses[i] === null) {
      doubt(file, 'detection', 'It is evaluated for every event: ask for a value that an event must have.');
    }
    const field = contradiction(expression);
    if (field !== null) {
      doubt(
        file,
        'detection',
        `It cannot be true where ${field} has one value: it has to be two different ones.`,
      );
    }
  }
  for (const { file, info, alerts } of correlations) {
    if (alerts) checkTags(info.tags, (message) => doubt(file, 'tags', message));
  }
  return doubts;
}

function checkTags(tags: readonly string[], doubt: (message: string) => void): void {
  const attack = tags.filter((tag) => tag.startsWith('attack.'));
  if (attack.length === 0) doubt('It names no ATT&CK tactic or technique: add one, such as attack.t1110.');
  const wrong = attack.find((tag) => !/^attack\.([tgs]\d{4}(\.\d{3})?|[a-z]+(-[a-z]+)*)$/.test(tag));
  if (wrong !== undefined)
    doubt(`"${wrong}" is no ATT&CK tag: write attack.t1110, attack.t1110.001 or a tactic.`);
}

/** A field that parts joined by "and" want to be equal to different values. */
function contradiction(expression: Expression): string | null {
  if (expression.op !== 'and') return null;
  const wanted = new Map<string, ReadonlySet<string>>();
  for (const part of conjuncts(expression)) {
    const exact = exactValues(part);
    if (exact === null) continue;
    const before = wanted.get(exact.field);
    if (before !== undefined && [...exact.values].every((value) => !before.has(value))) return exact.field;
    wanted.set(exact.field, exact.values);
  }
  return null;
}

function conjuncts(expression: Expression): Expression[] {
  return expression.op === 'and' ? expression.of.flatMap(conjuncts) : [expression];
}

function exactValues(expression: Expression): { field: string; values: Set<string> } | null {
  if (expression.op === 'or') {
    const parts = expression.of.map(exactValues);
    const [first] = parts;
    if (!first || !parts.every((part) => part?.field === first.field)) return null;
    return { field: first.field, values: new Set(parts.flatMap((part) => [...(part?.values ?? [])])) };
  }
  if (expression.op !== 'field') return null;
  const { field, test } = expression;
  if (test.kind === 'scalar') return { field, values: new Set([String(test.value)]) };
  const [text] = test.kind === 'text' && !test.cased && test.pattern.length === 1 ? test.pattern : [];
  return typeof text === 'string' ? { field, values: new Set([text]) } : null;
}
