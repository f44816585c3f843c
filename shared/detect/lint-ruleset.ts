import { makeAtomTable } from '#shared/detect/atoms.ts';
import type { Expression } from '#shared/detect/expression.ts';
import type { RulesetData } from '#shared/detect/rule.ts';
import type { RuleProblem } from '#shared/detect/rule-problem.ts';
import { chooseWitnesses } from '#shared/detect/witness.ts';

type KnownFields = { has(field: string): boolean };

/** What rules are held to beside the standard. */
export type LintFacts = {
  /** The release of ATT&CK, its techniques (`T1110.001`), and whether a tactic is called so in any release. */
  attack: {
    version: string;
    techniques: { has(id: string): boolean };
    tacticNamed(shortname: string): unknown;
  };
  /** Fields that events are known to have, and the same rules with the fields that they ask of them; null: not asked. */
  fields: { known: KnownFields; mapped: RulesetData } | null;
};

/** What is doubtful about rules that can be run; the line is that of the file's beginning. */
export function lintRuleset(
  { detections, correlations }: RulesetData,
  { attack, fields }: LintFacts,
): RuleProblem[] {
  const doubts: RuleProblem[] = [];
  const doubt = (file: string, field: string, message: string) =>
    doubts.push({ file, line: 1, field, message });
  const table = makeAtomTable();
  const logics = detections.map(({ expression }) => table.add(expression));
  const witnesses = chooseWitnesses(table.atoms, logics);
  for (const [i, { file, info, expression, alerts }] of detections.entries()) {
    if (alerts) checkTags(info.tags, attack, (message) => doubt(file, 'tags', message));
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
    if (alerts) checkTags(info.tags, attack, (message) => doubt(file, 'tags', message));
  }
  for (const { file, expression } of fields?.mapped.detections ?? []) {
    const missing = fields === null ? [] : missingFields(expression, fields.known);
    if (missing.length > 0) {
      doubt(
        file,
        'detection',
        `No connector’s samples have ${missing.join(', ')}: the rule may never match here.`,
      );
    }
  }
  return doubts;
}

/**
 * Fields of which none of the names is known. A pipeline makes several names of one field, joined with "or": one that
 * is known is enough. What is asked under "not", or for being missing, keeps no rule from matching.
 */
function missingFields(expression: Expression, known: KnownFields): string[] {
  const asked = new Map<string, boolean>();
  const look = (part: Expression): void => {
    if (part.op === 'keyword' || part.op === 'not') return;
    if (part.op !== 'field') {
      for (const of of part.of) look(of);
      return;
    }
    const { field, as = field, test } = part;
    if (test.kind === 'null' || (test.kind === 'exists' && !test.wanted)) return;
    asked.set(as, asked.get(as) === true || known.has(field));
  };
  look(expression);
  return [...asked].filter(([, isKnown]) => !isKnown).map(([name]) => name);
}

/** Tags of other namespaces are free; those of ATT&CK name a tactic, technique, group or software that there is. */
function checkTags(
  tags: readonly string[],
  { version, techniques, tacticNamed }: LintFacts['attack'],
  doubt: (message: string) => void,
): void {
  const attack = tags.flatMap((tag) => (tag.startsWith('attack.') ? [tag.slice('attack.'.length)] : []));
  if (attack.length === 0) doubt('It names no ATT&CK tactic or technique: add one, such as attack.t1110.');
  for (const tag of attack) {
    const isTechnique = /^t\d{4}(\.\d{3})?$/.test(tag);
    if (isTechnique && !techniques.has(tag.toUpperCase())) {
      doubt(`"attack.${tag}" is no technique of ATT&CK ${version}: look up what it is called now.`);
    } else if (!isTechnique && !/^[gs]\d{4}$/.test(tag) && tacticNamed(tag) === undefined) {
      doubt(`"attack.${tag}" is no ATT&CK tag: write attack.t1110, attack.t1110.001 or a tactic.`);
    }
  }
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
