import type { Pattern } from '#shared/detect/expression.ts';
import { type FieldPath, RuleError } from '#shared/detect/rule-problem.ts';

/** Hyphen, slash, en dash, em dash, horizontal bar (Sigma 2.1, appendix modifiers, "windash"). */
const dashes = ['-', '/', '\u2013', '\u2014', '\u2015'];

/** As in pySigma; four dashes would be 625 values. */
const MAX_DASHES = 3;

const wordLetter = /[\p{L}\p{N}_]/u;

/** All permutations of the dashes that begin an argument: those with a word after them and none before. */
export function expandDashes(pattern: Pattern, path: FieldPath): Pattern[] {
  let variants: Pattern[] = [[]];
  let found = 0;
  for (const part of pattern) {
    if (typeof part !== 'string') {
      variants = variants.map((variant) => [...variant, part]);
      continue;
    }
    const pieces: string[] = [''];
    for (let i = 0; i < part.length; i++) {
      const char = part.charAt(i);
      const isOption =
        (char === '-' || char === '/') &&
        !wordLetter.test(part.charAt(i - 1)) &&
        wordLetter.test(part.charAt(i + 1));
      if (isOption) pieces.push('');
      else pieces[pieces.length - 1] += char;
    }
    found += pieces.length - 1;
    if (found > MAX_DASHES) {
      throw new RuleError(
        path,
        `The modifier "windash" takes at most ${MAX_DASHES} dashes in one value: split it into several values.`,
      );
    }
    const [first = '', ...others] = pieces;
    let texts = [first];
    for (const piece of others) texts = texts.flatMap((text) => dashes.map((dash) => text + dash + piece));
    variants = variants.flatMap((variant) => texts.map((text): Pattern => [...variant, text]));
  }
  return variants;
}
