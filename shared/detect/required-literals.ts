import type { Pattern } from '#shared/detect/expression.ts';
import { foldCase } from '#shared/detect/pattern.ts';
import type { RegexNode } from '#shared/detect/regex-syntax.ts';

/** A text of which one must be in every value that matches; folded, ASCII. */
export type Literal = { text: string; start: boolean; end: boolean };

/** More alternatives than this say too little. */
const MAX_ALTERNATIVES = 64;

/** The longest literal part of a wildcard pattern. */
export function literalOfPattern(pattern: Pattern): Literal[] | null {
  const found = pattern
    .map((part, i): Literal => {
      const text = typeof part === 'string' ? foldCase(part) : '';
      return { text, start: i === 0, end: i === pattern.length - 1 };
    })
    .filter(({ text }) => text !== '' && isAscii(text))
    .sort((one, other) => other.text.length - one.text.length);
  const [longest] = found;
  return longest === undefined ? null : [longest];
}

/** Texts of which a value has at least one if the expression matches; null where nothing is known. */
export function literalsOfRegex(node: RegexNode): Literal[] | null {
  const texts = required(node);
  return texts === null ? null : [...new Set(texts)].map((text) => ({ text, start: false, end: false }));
}

function required(node: RegexNode): string[] | null {
  switch (node.kind) {
    case 'repeat':
      return node.min > 0 ? required(node.of) : null;
    case 'any': {
      const parts = node.of.map(required);
      const all = parts.flatMap((part) => part ?? []);
      return parts.includes(null) || all.length > MAX_ALTERNATIVES ? null : all;
    }
    case 'all':
      return best([...runs(node.of), ...node.of.map(required)]);
    case 'set': {
      const char = onlyCharacter(node);
      return char === null ? null : [char];
    }
    case 'assert':
      return null;
  }
}

/** Characters that stand side by side. */
function runs(parts: readonly RegexNode[]): string[][] {
  const found: string[][] = [];
  let run = '';
  for (const part of flat(parts)) {
    const char = onlyCharacter(part);
    if (char !== null) run += char;
    else if (part.kind !== 'assert') {
      if (run !== '') found.push([run]);
      run = '';
    }
  }
  if (run !== '') found.push([run]);
  return found;
}

function flat(parts: readonly RegexNode[]): RegexNode[] {
  return parts.flatMap((part) => (part.kind === 'all' ? flat(part.of) : [part]));
}

/** The one character that the set means, in either case. */
function onlyCharacter(node: RegexNode): string | null {
  if (node.kind !== 'set' || node.ranges.length > 8) return null;
  const chars = new Set<string>();
  for (let i = 0; i < node.ranges.length; i += 2) {
    const low = node.ranges[i] ?? 0;
    if (low !== node.ranges[i + 1]) return null;
    chars.add(foldCase(String.fromCodePoint(low)));
  }
  const [only = ''] = chars;
  return chars.size === 1 && only.length === 1 && isAscii(only) ? only : null;
}

function best(sets: readonly (string[] | null)[]): string[] | null {
  const score = (set: string[]) => Math.min(...set.map((text) => text.length)) - Math.log2(set.length);
  return sets
    .filter((set) => set !== null)
    .reduce<string[] | null>(
      (chosen, set) => (chosen === null || score(set) > score(chosen) ? set : chosen),
      null,
    );
}

export function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}
