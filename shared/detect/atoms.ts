import { withoutBlanks } from '#shared/detect/event-values.ts';
import type { Expression, RegexTest, TextTest, ValueTest } from '#shared/detect/expression.ts';
import { ANY_RUN } from '#shared/detect/expression.ts';
import { parseRegex } from '#shared/detect/regex-syntax.ts';
import {
  isAscii,
  type Literal,
  literalOfPattern,
  literalsOfRegex,
} from '#shared/detect/required-literals.ts';

/** The field of keywords: every value of the event. */
export const ANY_FIELD = '';

/**
 * One question to an event, asked once however many rules ask it.
 * - `present`: the field is there, with null too. `filled`: it is there and not null.
 * - `exact`, `literal`: decided by the shared look-up. `late`: evaluated when a rule asks for it, and only if one of its
 *   `hints` is there (null: always).
 */
export type Atom = { field: string } & (
  | { kind: 'present' }
  | { kind: 'filled' }
  | { kind: 'exact'; text: string }
  | ({ kind: 'literal' } & Literal)
  | { kind: 'late'; test: Exclude<ValueTest, { kind: 'null' | 'exists' }>; hints: number[] | null }
);

/** The same logic as an expression, over the numbers of atoms. */
export type Logic =
  | { op: 'and' | 'or'; of: Logic[] }
  | { op: 'not'; of: Logic }
  | { op: 'some'; of: Logic[]; least: number }
  | { op: 'atom'; atom: number };

/** All atoms of a ruleset, each once. */
export type AtomTable = { atoms: Atom[]; add(expression: Expression): Logic };

export function makeAtomTable(): AtomTable {
  const atoms: Atom[] = [];
  const known = new Map<string, number>();

  const number = (atom: Atom): number => {
    const key = keyOf(atom);
    let found = known.get(key);
    if (found === undefined) {
      found = atoms.push(atom) - 1;
      known.set(key, found);
    }
    return found;
  };

  const literal = (field: string, part: Literal): number =>
    part.start && part.end
      ? number({ field, kind: 'exact', text: part.text })
      : number({ field, kind: 'literal', ...part });

  const late = (field: string, test: Extract<Atom, { kind: 'late' }>['test']): number => {
    const texts =
      test.kind === 'text'
        ? literalOfPattern(test.pattern)
        : test.kind === 'regex'
          ? literalsOfRegex(parseRegex(test.source, test.flags))
          : null;
    const hints = texts?.map((part) => literal(field, part)) ?? null;
    return number({ field, kind: 'late', test, hints });
  };

  const text = (field: string, test: TextTest): number => {
    const found = wholeLiteral(test);
    return found === null ? late(field, test) : literal(field, found);
  };

  const keyword = (test: TextTest | RegexTest): number =>
    test.kind === 'text' ? text(ANY_FIELD, test) : late(ANY_FIELD, test);

  const field = (written: string, test: ValueTest): Logic => {
    const name = withoutBlanks(written);
    switch (test.kind) {
      case 'null':
        return { op: 'not', of: { op: 'atom', atom: number({ field: name, kind: 'filled' }) } };
      case 'exists': {
        const present: Logic = { op: 'atom', atom: number({ field: name, kind: 'present' }) };
        return test.wanted ? present : { op: 'not', of: present };
      }
      case 'text':
        return { op: 'atom', atom: text(name, test) };
      case 'scalar':
        return { op: 'atom', atom: number({ field: name, kind: 'exact', text: String(test.value) }) };
      default:
        return { op: 'atom', atom: late(name, test) };
    }
  };

  const add = (expression: Expression): Logic => {
    switch (expression.op) {
      case 'and':
      case 'or':
        return { op: expression.op, of: expression.of.map(add) };
      case 'some':
        return { op: 'some', of: expression.of.map(add), least: expression.least };
      case 'not':
        return { op: 'not', of: add(expression.of) };
      case 'field':
        return field(expression.field, expression.test);
      case 'keyword':
        return { op: 'atom', atom: keyword(expression.test) };
    }
  };
  return { atoms, add };
}

/** Tells atoms apart; the common kinds in a form that is quickly made. */
function keyOf(atom: Atom): string {
  if (atom.kind === 'exact') return `=${atom.field.length}:${atom.field}${atom.text}`;
  if (atom.kind === 'literal')
    return `${atom.start ? '^' : ''}${atom.end ? '$' : ''}*${atom.field.length}:${atom.field}${atom.text}`;
  return JSON.stringify(atom);
}

/** The pattern as one text at a place, where it is no more than that; null where it has to be walked. */
function wholeLiteral({ pattern, cased }: TextTest): Literal | null {
  if (cased || pattern.length > 3) return null;
  let text = '';
  let texts = 0;
  for (const part of pattern) {
    if (typeof part === 'string') {
      text = part;
      texts++;
    } else if (part !== ANY_RUN) return null;
  }
  if (texts > 1) return null;
  const start = pattern[0] !== ANY_RUN;
  const end = pattern.at(-1) !== ANY_RUN;
  if (start && end) return { text, start, end };
  return text !== '' && isAscii(text) ? { text, start, end } : null;
}
