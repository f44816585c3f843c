import { isIP } from 'node:net';
import { type Expression, joined, type ValueTest } from '#shared/detect/expression.ts';
import { applyModifiers, type Draft, modifierNames, nameOf, textOf } from '#shared/detect/modifiers.ts';
import { foldCase, mapLiterals, mergeLiterals, openPattern } from '#shared/detect/pattern.ts';
import type { Placeholders } from '#shared/detect/placeholders.ts';
import { compileRegex } from '#shared/detect/regex.ts';
import { RegexError } from '#shared/detect/regex-syntax.ts';
import { type FieldPath, RuleError } from '#shared/detect/rule-problem.ts';

/** At most one of these says how a value is compared. */
const comparisons = ['contains', 'startswith', 'endswith', 'exists', 'lt', 'lte', 'gt', 'gte', 'cidr'];

/** What a rule's reading depends on beside its text. */
export type ReadingContext = { placeholders: Placeholders };

/** One line of a selection, such as `user.name|startswith: [adm, root]`, as a tree. An empty field means keywords. */
export function readFieldTest(
  key: string,
  value: unknown,
  path: FieldPath,
  context: ReadingContext,
): Expression {
  const [field = '', ...modifiers] = key.split('|');
  checkModifiers(modifiers, path);
  const values = Array.isArray(value) ? value : [value];
  if (values.length === 0)
    throw new RuleError(path, 'The list of values is empty: write at least one value.');
  const all = modifiers.includes('all');
  if (all && values.length < 2) {
    throw new RuleError(
      path,
      'The modifier "all" needs a list of two or more values: add values or leave it out.',
    );
  }
  const parts = values.map((item, i): Expression => {
    const at = Array.isArray(value) ? [...path, i] : path;
    const variants = applyModifiers(item, modifiers, at, context.placeholders).map((draft) =>
      toTest(draft, at),
    );
    return joined(
      'or',
      variants.map((test): Expression => (field === '' ? toKeyword(test, at) : { op: 'field', field, test })),
    );
  });
  const tests = joined(all ? 'and' : 'or', parts);
  return modifiers.includes('neq') ? { op: 'not', of: tests } : tests;
}

function toKeyword(test: ValueTest, path: FieldPath): Expression {
  if (test.kind === 'regex') return { op: 'keyword', test };
  if (test.kind !== 'text') throw new RuleError(path, 'A keyword must be a text or a number.');
  return {
    op: 'keyword',
    test: { ...test, pattern: openPattern(test.pattern, { start: true, end: true }) },
  };
}

function checkModifiers(modifiers: readonly string[], path: FieldPath): void {
  const unknown = modifiers.find((modifier) => !modifierNames.includes(modifier));
  if (unknown !== undefined) {
    throw new RuleError(path, `"${unknown}" is no Sigma modifier: use one of ${modifierNames.join(', ')}.`);
  }
  const used = modifiers.filter((modifier) => comparisons.includes(modifier));
  if (used.length > 1) {
    throw new RuleError(path, `The modifiers ${used.join(' and ')} contradict each other: keep one of them.`);
  }
  if (new Set(modifiers).size < modifiers.length) {
    throw new RuleError(path, 'A modifier stands twice: write each once.');
  }
  if (modifiers.includes('exists') && modifiers.length > 1) {
    throw new RuleError(path, 'The modifier "exists" stands alone: write <field>|exists: true or false.');
  }
}

function toTest(draft: Draft, path: FieldPath): ValueTest {
  switch (draft.kind) {
    case 'text': {
      const pattern = mergeLiterals(draft.pattern);
      const { cased } = draft;
      return { kind: 'text', pattern: cased ? pattern : mapLiterals(pattern, foldCase), cased };
    }
    case 'plain': {
      const { value } = draft;
      if (value === null) return { kind: 'null' };
      if (typeof value === 'boolean' || typeof value === 'number') return { kind: 'scalar', value };
      return toTest(textOf(draft, 'a plain field', path), path);
    }
    case 'regex':
      checkRegex(draft, path);
      return draft;
    case 'field': {
      const { field, start, end, cased } = draft;
      const how = start && end ? 'contains' : start ? 'startswith' : end ? 'endswith' : 'equals';
      return { kind: 'field', field, how, cased };
    }
    case 'cidr':
      return readNetwork(draft.text, path);
    default:
      return draft;
  }
}

function checkRegex({ source, flags }: Extract<Draft, { kind: 'regex' }>, path: FieldPath): void {
  try {
    compileRegex(source, flags);
  } catch (error) {
    if (!(error instanceof RegexError)) throw error;
    throw new RuleError(path, `The regular expression ${nameOf(source)} cannot be run: ${error.message}.`);
  }
}

function readNetwork(text: string, path: FieldPath): ValueTest {
  const [, network = '', digits] = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/i.exec(text.trim()) ?? [];
  const version = isIP(network);
  const longest = version === 4 ? 32 : 128;
  const prefix = digits === undefined ? longest : Number(digits);
  if (version === 0 || prefix > longest) {
    throw new RuleError(path, `${nameOf(text)} is no network: write it as 10.0.0.0/8 or fd00::/8.`);
  }
  return { kind: 'cidr', network, prefix, family: version === 4 ? 'ipv4' : 'ipv6' };
}
