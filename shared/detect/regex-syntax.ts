import { caseVariants, classOf, complement, type Ranges, union } from '#shared/detect/character-set.ts';

/** A regular expression as a tree, without groups: whether a text matches is all that is asked. */
export type RegexNode =
  | { kind: 'set'; ranges: Ranges }
  | { kind: 'all' | 'any'; of: RegexNode[] }
  | { kind: 'repeat'; of: RegexNode; min: number; max: number }
  | { kind: 'assert'; what: Assertion };

export type Assertion =
  | 'text-start'
  | 'text-end'
  | 'last-line-end'
  | 'line-start'
  | 'line-end'
  | 'word'
  | 'no-word';

export type RegexFlags = { ignoreCase: boolean; multiLine: boolean; dotAll: boolean };

/** Thrown for a pattern that is wrong, or asks for what no linear-time engine has. */
export class RegexError extends Error {
  override readonly name = 'RegexError';
}

/** Parentheses inside one another; deeper ones are a mistake or an attack on the stack. */
const MAX_DEPTH = 100;
/** As in RE2: larger counts make automata that no pattern in use needs. */
const MAX_REPEAT = 1_000;

type Reader = { text: string; at: number; flags: RegexFlags; depth: number };

/**
 * Reads a pattern in the flavor that Sigma names (PCRE, specification 2.1, appendix modifiers): also classes such as
 * `\d`, word boundaries, lazy quantifiers and `(?i)`, which rules in use have.
 * @throws RegexError that says what is wrong, also for lookaround and back-references.
 */
export function parseRegex(text: string, flags: RegexFlags): RegexNode {
  const reader: Reader = { text, at: 0, flags: { ...flags }, depth: 0 };
  const tree = readAlternatives(reader);
  if (reader.at < text.length) throw new RegexError('a ")" closes nothing: escape it with "\\"');
  return tree;
}

function readAlternatives(reader: Reader): RegexNode {
  if (++reader.depth > MAX_DEPTH) throw new RegexError(`it is nested more than ${MAX_DEPTH} deep`);
  const outer = { ...reader.flags };
  const branches = [readBranch(reader)];
  while (take(reader, '|')) branches.push(readBranch(reader));
  reader.flags = outer;
  reader.depth--;
  const [only] = branches;
  return branches.length === 1 && only !== undefined ? only : { kind: 'any', of: branches };
}

function readBranch(reader: Reader): RegexNode {
  const of: RegexNode[] = [];
  for (let char = peek(reader); char !== '' && char !== '|' && char !== ')'; char = peek(reader)) {
    const atom = readAtom(reader);
    if (atom !== null) of.push(readQuantifiers(reader, atom));
  }
  return { kind: 'all', of };
}

function readQuantifiers(reader: Reader, of: RegexNode): RegexNode {
  const found = readQuantifier(reader);
  if (found === null) return of;
  if (take(reader, '+'))
    throw new RegexError('possessive quantifiers such as "a++" cannot be run: leave the second "+" out');
  take(reader, '?');
  if (readQuantifier({ ...reader }) !== null)
    throw new RegexError('a quantifier follows a quantifier: put the first in parentheses');
  return { kind: 'repeat', of, ...found };
}

function readQuantifier(reader: Reader): { min: number; max: number } | null {
  if (take(reader, '*')) return { min: 0, max: Number.POSITIVE_INFINITY };
  if (take(reader, '+')) return { min: 1, max: Number.POSITIVE_INFINITY };
  if (take(reader, '?')) return { min: 0, max: 1 };
  const [whole, low = '', comma, high = ''] =
    /^\{(\d*)(,?)(\d*)\}/.exec(reader.text.slice(reader.at, reader.at + 24)) ?? [];
  if (whole === undefined || (low === '' && high === '')) return null;
  reader.at += whole.length;
  const min = Number(low || '0');
  const max = comma === '' ? min : high === '' ? Number.POSITIVE_INFINITY : Number(high);
  if (max < min) throw new RegexError(`the quantifier ${whole} has its bounds the wrong way round`);
  if (min > MAX_REPEAT || (max !== Number.POSITIVE_INFINITY && max > MAX_REPEAT)) {
    throw new RegexError(`the quantifier ${whole} is beyond ${MAX_REPEAT}: write a lower count, "+" or "*"`);
  }
  return { min, max };
}

function readAtom(reader: Reader): RegexNode | null {
  const { flags } = reader;
  const char = next(reader);
  switch (char) {
    case '.':
      return { kind: 'set', ranges: flags.dotAll ? complement([]) : complement([10, 10]) };
    case '^':
      return { kind: 'assert', what: flags.multiLine ? 'line-start' : 'text-start' };
    case '$':
      return { kind: 'assert', what: flags.multiLine ? 'line-end' : 'last-line-end' };
    case '[':
      return { kind: 'set', ranges: readClass(reader) };
    case '(':
      return readGroup(reader);
    case '\\':
      return readEscape(reader);
    case '*':
    case '+':
    case '?':
      throw new RegexError(`"${char}" repeats nothing: escape it with "\\"`);
    default:
      return literal(reader, char.codePointAt(0) ?? 0);
  }
}

function literal({ flags }: Reader, code: number): RegexNode {
  return { kind: 'set', ranges: flags.ignoreCase ? caseVariants([code, code]) : [code, code] };
}

function readGroup(reader: Reader): RegexNode | null {
  if (take(reader, '?')) {
    const [named] = /^P?<[A-Za-z_]\w*>/.exec(reader.text.slice(reader.at)) ?? [];
    const [whole, on = '', off = '', end] =
      /^([ims]*)(?:-([ims]+))?([:)])/.exec(reader.text.slice(reader.at)) ?? [];
    if (named !== undefined) reader.at += named.length;
    else if (whole !== undefined) {
      reader.at += whole.length;
      const outer = { ...reader.flags };
      for (const letter of on) set(reader.flags, letter, true);
      for (const letter of off) set(reader.flags, letter, false);
      if (end === ')') return null;
      const inner = readAlternatives(reader);
      reader.flags = outer;
      return closed(reader, inner);
    } else if (/^<?[=!]/.test(reader.text.slice(reader.at))) {
      throw new RegexError(
        'lookahead and lookbehind cannot be run in linear time: use a second selection with "not"',
      );
    } else throw new RegexError('groups that begin with "(?" are of the form (?:…), (?P<name>…) or (?i)');
  }
  return closed(reader, readAlternatives(reader));
}

function closed(reader: Reader, inner: RegexNode): RegexNode {
  if (!take(reader, ')')) throw new RegexError('a parenthesis is not closed: add ")"');
  return inner;
}

function set(flags: RegexFlags, letter: string, value: boolean): void {
  if (letter === 'i') flags.ignoreCase = value;
  else if (letter === 'm') flags.multiLine = value;
  else flags.dotAll = value;
}

function readEscape(reader: Reader): RegexNode {
  const char = peek(reader);
  const what = ({ b: 'word', B: 'no-word', A: 'text-start', z: 'text-end', Z: 'last-line-end' } as const)[
    char
  ];
  if (what !== undefined) {
    reader.at++;
    return { kind: 'assert', what };
  }
  const ranges = readEscapedSet(reader);
  return typeof ranges === 'number' ? literal(reader, ranges) : { kind: 'set', ranges };
}

const control: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, a: 7, e: 27, 0: 0 };

/** What stands after a backslash, inside a class and outside: one character's code, or a set. */
function readEscapedSet(reader: Reader): number | Ranges {
  const char = next(reader);
  if (char === '') throw new RegexError('it ends in a single backslash: write two');
  const ranges = classOf(char);
  if (ranges !== null) return ranges;
  const code = control[char];
  if (code !== undefined) return code;
  const [whole, short, long] =
    (char === 'x'
      ? /^(?:([0-9a-f]{2})|\{([0-9a-f]{1,6})\})/i
      : char === 'u'
        ? /^([0-9a-f]{4})/i
        : /^$a/
    ).exec(reader.text.slice(reader.at, reader.at + 10)) ?? [];
  if (whole !== undefined) {
    reader.at += whole.length;
    return Number.parseInt(short ?? long ?? '', 16);
  }
  if (/[1-9k]/.test(char))
    throw new RegexError(`the back-reference "\\${char}" cannot be run in linear time: write the text out`);
  if (/[A-Za-z]/.test(char))
    throw new RegexError(
      `"\\${char}" is not supported: use \\d \\w \\s \\b, a class such as [a-z] or the character itself`,
    );
  return char.codePointAt(0) ?? 0;
}

function readClass(reader: Reader): Ranges {
  const negated = take(reader, '^');
  let ranges: Ranges = [];
  for (let first = true; ; first = false) {
    if (peek(reader) === '') throw new RegexError('a class is not closed: add "]"');
    if (!first && take(reader, ']')) break;
    const low = readClassItem(reader);
    if (typeof low !== 'number') {
      ranges = union(ranges, low);
      continue;
    }
    let high: number | Ranges = low;
    if (peek(reader) === '-' && reader.text.charAt(reader.at + 1) !== ']') {
      reader.at++;
      high = readClassItem(reader);
      if (typeof high !== 'number') {
        ranges = union(union(ranges, high), [45, 45]);
        high = low;
      }
    }
    if (high < low) throw new RegexError('a class has a range the wrong way round');
    ranges = union(ranges, [low, high]);
  }
  const all = reader.flags.ignoreCase ? caseVariants(ranges) : ranges;
  return negated ? complement(all) : all;
}

function readClassItem(reader: Reader): number | Ranges {
  const posix = /^\[:(\^?)(alpha|digit|alnum|upper|lower|space|punct|xdigit|word):\]/.exec(
    reader.text.slice(reader.at, reader.at + 12),
  );
  if (posix !== null)
    throw new RegexError(`the class ${posix[0]} is not supported: write its characters, such as [a-z0-9]`);
  if (take(reader, '\\')) {
    if (take(reader, 'b')) return 8;
    return readEscapedSet(reader);
  }
  return next(reader).codePointAt(0) ?? 0;
}

function peek({ text, at }: Reader): string {
  return text.charAt(at);
}

function next(reader: Reader): string {
  const code = reader.text.codePointAt(reader.at);
  const char = code === undefined ? '' : String.fromCodePoint(code);
  reader.at += char.length;
  return char;
}

function take(reader: Reader, char: string): boolean {
  if (!reader.text.startsWith(char, reader.at)) return false;
  reader.at += char.length;
  return true;
}
