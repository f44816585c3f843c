import { encodeText } from '#shared/detect/encode-text.ts';
import {
  ANY_RUN,
  type Operator,
  operatorSchema,
  type Pattern,
  type TimePart,
  timePartSchema,
} from '#shared/detect/expression.ts';
import { mergeLiterals, openPattern, readPattern } from '#shared/detect/pattern.ts';
import { expandPlaceholders, type Placeholders } from '#shared/detect/placeholders.ts';
import { type FieldPath, RuleError } from '#shared/detect/rule-problem.ts';
import { expandDashes } from '#shared/detect/windash.ts';

/** A value on its way through the modifiers, each of which takes what the one before it made. */
export type Draft =
  | { kind: 'plain'; value: unknown }
  | { kind: 'text'; pattern: Pattern; cased: boolean; original: string; byteOrderMark: boolean }
  | { kind: 'regex'; source: string; flags: { ignoreCase: boolean; multiLine: boolean; dotAll: boolean } }
  | { kind: 'field'; field: string; start: boolean; end: boolean; cased: boolean }
  | { kind: 'compare'; operator: Operator; value: number }
  | { kind: 'time'; part: TimePart; operator: Operator; value: number }
  | { kind: 'cidr'; text: string }
  | { kind: 'exists'; wanted: boolean };

type Modify = (draft: Draft, name: string, context: Context) => Draft[];
type Context = { path: FieldPath; placeholders: Placeholders };

const flagNames: Readonly<Record<string, 'ignoreCase' | 'multiLine' | 'dotAll'>> = {
  i: 'ignoreCase',
  ignorecase: 'ignoreCase',
  m: 'multiLine',
  multiline: 'multiLine',
  s: 'dotAll',
  dotall: 'dotAll',
};

/** Sigma specification 2.1, appendix modifiers; the long names of the flags are pySigma's. */
const modifiers: ReadonlyMap<string, Modify> = new Map<string, Modify>([
  ...['contains', 'startswith', 'endswith'].map((name): [string, Modify] => [name, open]),
  ...['base64', 'base64offset', 'wide', 'utf16le', 'utf16be', 'utf16'].map((name): [string, Modify] => [
    name,
    encode,
  ]),
  ...Object.keys(flagNames).map((name): [string, Modify] => [name, setFlag]),
  ...['lt', 'lte', 'gt', 'gte'].map((name): [string, Modify] => [name, compare]),
  ...timePartSchema.options.map((name): [string, Modify] => [name, takePart]),
  [
    'windash',
    (draft, name, { path }) =>
      expandDashes(textOf(draft, name, path).pattern, path).map((pattern) => ({
        ...textOf(draft, name, path),
        pattern,
      })),
  ],
  ['re', toRegex],
  ['cidr', toNetwork],
  ['exists', toExists],
  [
    'cased',
    (draft, name, { path }) => [
      draft.kind === 'field' ? { ...draft, cased: true } : { ...textOf(draft, name, path), cased: true },
    ],
  ],
  ['fieldref', toField],
  ['expand', expand],
]);

/** Modifiers that concern all values of a field together. */
const whole = ['all', 'neq'];

export const modifierNames: readonly string[] = [...modifiers.keys(), ...whole];

/** The values that a value becomes under its modifiers; any of them matches. @throws RuleError. */
export function applyModifiers(
  value: unknown,
  names: readonly string[],
  path: FieldPath,
  placeholders: Placeholders,
): Draft[] {
  let drafts: Draft[] = [{ kind: 'plain', value }];
  for (const name of names) {
    const modify = modifiers.get(name);
    if (modify !== undefined) drafts = drafts.flatMap((draft) => modify(draft, name, { path, placeholders }));
  }
  return drafts;
}

export function textOf(draft: Draft, name: string, path: FieldPath): Extract<Draft, { kind: 'text' }> {
  if (draft.kind === 'text') return draft;
  if (draft.kind === 'plain' && (typeof draft.value === 'string' || typeof draft.value === 'number')) {
    const original = String(draft.value);
    return { kind: 'text', pattern: readPattern(original), cased: false, original, byteOrderMark: false };
  }
  throw new RuleError(
    path,
    draft.kind === 'plain'
      ? `The value of ${name} must be a text or a number, not ${nameOf(draft.value)}${typeof draft.value === 'boolean' ? ': put words such as yes, no, on and off in quotes' : ''}.`
      : `The modifier "${name}" cannot follow the ones before it: it works on texts.`,
  );
}

function open(draft: Draft, name: string, { path }: Context): Draft[] {
  const ends = { start: name !== 'startswith', end: name !== 'endswith' };
  // A regular expression matches anywhere already.
  if (draft.kind === 'regex') return [draft];
  if (draft.kind === 'field') {
    return [{ ...draft, start: draft.start || name !== 'endswith', end: draft.end || name !== 'startswith' }];
  }
  const text = textOf(draft, name, path);
  return [{ ...text, pattern: openPattern(text.pattern, ends) }];
}

function encode(draft: Draft, name: string, { path }: Context): Draft[] {
  const text = textOf(draft, name, path);
  if (name.startsWith('base64') && text.pattern.some((part) => typeof part !== 'string')) {
    throw new RuleError(
      path,
      `"${name}" cannot encode wildcards: put it before contains, startswith and endswith, and write * as \\*.`,
    );
  }
  return encodeText(text, name, path).map((made) => ({ ...text, ...made }));
}

function toRegex(draft: Draft, name: string, { path }: Context): Draft[] {
  if (draft.kind !== 'plain')
    throw new RuleError(path, 'The modifier "re" must come first: its value is not changed by others.');
  const { original: source } = textOf(draft, name, path);
  return [{ kind: 'regex', source, flags: { ignoreCase: false, multiLine: false, dotAll: false } }];
}

function setFlag(draft: Draft, name: string, { path }: Context): Draft[] {
  const flag = flagNames[name];
  if (draft.kind !== 'regex' || flag === undefined)
    throw new RuleError(path, `The modifier "${name}" belongs to re: write re|${name}.`);
  return [{ ...draft, flags: { ...draft.flags, [flag]: true } }];
}

function compare(draft: Draft, name: string, { path }: Context): Draft[] {
  const operator = operatorSchema.parse(name);
  if (draft.kind === 'time') return [{ ...draft, operator }];
  return [{ kind: 'compare', operator, value: numberOf(draft, name, path) }];
}

function takePart(draft: Draft, name: string, { path }: Context): Draft[] {
  const part = timePartSchema.parse(name);
  if (draft.kind === 'compare') return [{ ...draft, kind: 'time', part }];
  return [{ kind: 'time', part, operator: 'eq', value: numberOf(draft, name, path) }];
}

function toNetwork(draft: Draft, _: string, { path }: Context): Draft[] {
  if (draft.kind !== 'plain')
    throw new RuleError(path, 'The modifier "cidr" must come first: its value is not changed by others.');
  if (typeof draft.value !== 'string')
    throw new RuleError(path, `${nameOf(draft.value)} is no network: write it as 10.0.0.0/8 or fd00::/8.`);
  return [{ kind: 'cidr', text: draft.value }];
}

function toExists(draft: Draft, name: string, { path }: Context): Draft[] {
  const text = draft.kind === 'plain' ? String(draft.value).toLowerCase() : name;
  if (text === 'true' || text === 'yes') return [{ kind: 'exists', wanted: true }];
  if (text === 'false' || text === 'no') return [{ kind: 'exists', wanted: false }];
  throw new RuleError(
    path,
    `The value of "exists" must be true or false, not ${draft.kind === 'plain' ? nameOf(draft.value) : 'changed by a modifier'}.`,
  );
}

function toField(draft: Draft, name: string, { path }: Context): Draft[] {
  const { pattern, cased } = textOf(draft, name, path);
  const start = pattern[0] === ANY_RUN;
  const literal = pattern.length === 1 ? pattern[0] : undefined;
  if (start || typeof literal !== 'string') {
    throw new RuleError(
      path,
      'The value of fieldref is the name of a field, without wildcards: write fieldref before contains, startswith and endswith.',
    );
  }
  return [{ kind: 'field', field: literal, start: false, end: false, cased }];
}

function expand(draft: Draft, name: string, { path, placeholders }: Context): Draft[] {
  if (draft.kind === 'regex') {
    return expandPlaceholders(draft.source, placeholders, path).map((source) => ({ ...draft, source }));
  }
  const text = textOf(draft, name, path);
  let patterns: Pattern[] = [[]];
  for (const part of text.pattern) {
    const variants =
      typeof part === 'string' ? expandPlaceholders(part, placeholders, path).map(readPattern) : [[part]];
    patterns = patterns.flatMap((before) => variants.map((variant): Pattern => [...before, ...variant]));
  }
  return patterns.map((pattern) => ({ ...text, pattern: mergeLiterals(pattern) }));
}

function numberOf(draft: Draft, name: string, path: FieldPath): number {
  if (draft.kind === 'plain' && typeof draft.value === 'number' && Number.isFinite(draft.value))
    return draft.value;
  const found = draft.kind === 'plain' ? nameOf(draft.value) : 'changed by a modifier';
  throw new RuleError(path, `The value of "${name}" must be a number without quotes, not ${found}.`);
}

export function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return JSON.stringify(value) ?? typeof value;
}
