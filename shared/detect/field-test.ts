import { isIP } from 'node:net';
import {
  type Expression,
  joined,
  type Operator,
  type TextTest,
  type ValueTest,
} from '#shared/detect/expression.ts';
import { openPattern, readPattern } from '#shared/detect/pattern.ts';
import { type FieldPath, RuleError } from '#shared/detect/rule-problem.ts';

/** Modifiers that this engine evaluates. */
const supported = [
  ...[
    'contains',
    'startswith',
    'endswith',
    'all',
    'exists',
    'cased',
    'lt',
    'lte',
    'gt',
    'gte',
    'neq',
    'cidr',
  ],
] as const;

/** Modifiers of Sigma 2.1 that it does not evaluate yet, each with what to write meanwhile. */
const unsupported: Readonly<Record<string, string>> = {
  re: 'write it with contains, startswith, endswith or the wildcards * and ?',
  i: 'it belongs to re, which is not supported yet',
  m: 'it belongs to re, which is not supported yet',
  s: 'it belongs to re, which is not supported yet',
  windash: 'list the value once with "-" and once with "/"',
  base64: 'write the encoded value',
  base64offset: 'write the three encoded values with contains',
  utf16: 'write the encoded value',
  utf16le: 'write the encoded value',
  utf16be: 'write the encoded value',
  wide: 'write the encoded value',
  expand: 'write the values instead of the %variable%',
  fieldref: 'compare with a fixed value',
  minute: 'time parts cannot be compared yet',
  hour: 'time parts cannot be compared yet',
  day: 'time parts cannot be compared yet',
  week: 'time parts cannot be compared yet',
  month: 'time parts cannot be compared yet',
  year: 'time parts cannot be compared yet',
};

/** At most one of these says how a value is compared. */
const comparisons = ['contains', 'startswith', 'endswith', 'exists', 'lt', 'lte', 'gt', 'gte', 'cidr'];

/** One line of a selection, such as `user.name|startswith: [adm, root]`, as a tree. An empty field means keywords. */
export function readFieldTest(key: string, value: unknown, path: FieldPath): Expression {
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
    const test = readValue(item, modifiers, at);
    if (field !== '') return { op: 'field', field, test };
    if (test.kind !== 'text') throw new RuleError(at, 'A keyword must be a text or a number.');
    return {
      op: 'keyword',
      test: { ...test, pattern: openPattern(test.pattern, { start: true, end: true }) },
    };
  });
  const tests = joined(all ? 'and' : 'or', parts);
  return modifiers.includes('neq') ? { op: 'not', of: tests } : tests;
}

function checkModifiers(modifiers: readonly string[], path: FieldPath): void {
  for (const modifier of modifiers) {
    if ((supported as readonly string[]).includes(modifier)) continue;
    const instead = unsupported[modifier];
    throw new RuleError(
      path,
      instead === undefined
        ? `"${modifier}" is no Sigma modifier: use one of ${supported.join(', ')}.`
        : `The Sigma modifier "${modifier}" is not supported yet: ${instead}.`,
    );
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

function readValue(value: unknown, modifiers: readonly string[], path: FieldPath): ValueTest {
  const how = modifiers.find((modifier) => comparisons.includes(modifier));
  const cased = modifiers.includes('cased');
  switch (how) {
    case 'exists':
      return { kind: 'exists', wanted: readYesNo(value, path) };
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return { kind: 'compare', operator: how satisfies Operator, value: readNumber(value, how, path) };
    case 'cidr':
      return readNetwork(value, path);
    case 'contains':
    case 'startswith':
    case 'endswith': {
      const test = readText(value, cased, how, path);
      const open = { start: how !== 'startswith', end: how !== 'endswith' };
      return { ...test, pattern: openPattern(test.pattern, open) };
    }
    default:
      return readPlain(value, cased, path);
  }
}

function readPlain(value: unknown, cased: boolean, path: FieldPath): ValueTest {
  if (value === null) return { kind: 'null' };
  if (typeof value === 'boolean' || typeof value === 'number') return { kind: 'scalar', value };
  return readText(value, cased, 'a plain field', path);
}

function readText(value: unknown, cased: boolean, how: string, path: FieldPath): TextTest {
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw new RuleError(path, `The value of ${how} must be a text or a number, not ${nameOf(value)}.`);
  }
  return { kind: 'text', pattern: readPattern(String(value), cased), cased };
}

function readNumber(value: unknown, how: string, path: FieldPath): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new RuleError(path, `The value of "${how}" must be a number without quotes, not ${nameOf(value)}.`);
}

function readYesNo(value: unknown, path: FieldPath): boolean {
  const text = String(value).toLowerCase();
  if (text === 'true' || text === 'yes') return true;
  if (text === 'false' || text === 'no') return false;
  throw new RuleError(path, `The value of "exists" must be true or false, not ${nameOf(value)}.`);
}

function readNetwork(value: unknown, path: FieldPath): ValueTest {
  const match = typeof value === 'string' ? /^([0-9a-f.:]+)\/(\d{1,3})$/i.exec(value) : null;
  const [, network = '', digits = ''] = match ?? [];
  const version = isIP(network);
  const prefix = Number(digits);
  if (match === null || version === 0 || prefix > (version === 4 ? 32 : 128)) {
    throw new RuleError(path, `${nameOf(value)} is no network: write it as 10.0.0.0/8 or fd00::/8.`);
  }
  return { kind: 'cidr', network, prefix, family: version === 4 ? 'ipv4' : 'ipv6' };
}

export function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return JSON.stringify(value) ?? typeof value;
}
