import { ANY_RUN, ONE_CHARACTER, type Pattern } from '#shared/detect/expression.ts';

/**
 * Reads a Sigma string: `*` and `?` are wildcards; a backslash makes the wildcard or backslash after it plain and is
 * itself plain before anything else (Sigma specification 2.1, "Escaping").
 */
export function readPattern(text: string): Pattern {
  const pattern: Pattern = [];
  let literal = '';
  const close = () => {
    if (literal !== '') pattern.push(literal);
    literal = '';
  };
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    const next = text.charAt(i + 1);
    if (char === '\\' && (next === '*' || next === '?' || next === '\\')) {
      literal += next;
      i++;
    } else if (char === '*') {
      close();
      if (pattern.at(-1) !== ANY_RUN) pattern.push(ANY_RUN);
    } else if (char === '?') {
      close();
      pattern.push(ONE_CHARACTER);
    } else {
      literal += char;
    }
  }
  close();
  return pattern;
}

/** The pattern with its literal parts changed. */
export function mapLiterals(pattern: Pattern, change: (literal: string) => string): Pattern {
  return pattern.map((part) => (typeof part === 'string' ? change(part) : part));
}

/** Joins literal parts that stand side by side. */
export function mergeLiterals(pattern: Pattern): Pattern {
  const merged: Pattern = [];
  for (const part of pattern) {
    const before = merged.at(-1);
    if (typeof part === 'string' && typeof before === 'string') merged[merged.length - 1] = before + part;
    else if (part !== ANY_RUN || before !== ANY_RUN) merged.push(part);
  }
  return merged;
}

/**
 * The form in which texts are compared without regard to case: lower case, and one form of the Greek sigma, whose lower
 * case depends on its place in the word.
 */
export function foldCase(text: string): string {
  const lower = text.toLowerCase();
  return lower.includes('\u03c2') ? lower.replaceAll('\u03c2', '\u03c3') : lower;
}

/** Opens the pattern at its ends, as `contains`, `startswith` and `endswith` ask. */
export function openPattern(pattern: Pattern, open: { start: boolean; end: boolean }): Pattern {
  const before = open.start && pattern[0] !== ANY_RUN ? ([ANY_RUN] as const) : [];
  const after = open.end && (pattern.at(-1) !== ANY_RUN || pattern.length === 0) ? ([ANY_RUN] as const) : [];
  const opened: Pattern = [...before, ...pattern, ...after];
  return opened.filter((part, i) => part !== ANY_RUN || opened[i - 1] !== ANY_RUN);
}

/** The pattern as a test of a text; the common shapes are one native string call. */
export function patternTest(pattern: Pattern): (text: string) => boolean {
  const [first, second, third] = pattern;
  if (pattern.length === 0) return (text) => text === '';
  if (pattern.length === 1) {
    if (typeof first === 'string') return (text) => text === first;
    if (first === ANY_RUN) return () => true;
  }
  if (pattern.length === 2) {
    if (typeof first === 'string' && second === ANY_RUN) return (text) => text.startsWith(first);
    if (first === ANY_RUN && typeof second === 'string') return (text) => text.endsWith(second);
  }
  if (pattern.length === 3 && first === ANY_RUN && typeof second === 'string' && third === ANY_RUN) {
    return (text) => text.includes(second);
  }
  return (text) => matchesPattern(pattern, text);
}

/**
 * Walks pattern and text together and falls back to the last `*` only, so that the cost is at most length times length
 * and never exponential, whatever a rule or an event holds.
 */
function matchesPattern(pattern: Pattern, text: string): boolean {
  let part = 0;
  let at = 0;
  let retryPart = -1;
  let retryAt = 0;
  while (true) {
    const wanted = pattern[part];
    if (wanted === ANY_RUN) {
      part++;
      retryPart = part;
      retryAt = at;
      continue;
    }
    if (wanted === undefined && at === text.length) return true;
    const taken = wanted === undefined ? 0 : takenBy(wanted, text, at);
    if (taken > 0) {
      part++;
      at += taken;
      continue;
    }
    if (retryPart < 0 || retryAt >= text.length) return false;
    retryAt += widthAt(text, retryAt);
    part = retryPart;
    at = retryAt;
  }
}

/** UTF-16 units that the part takes from the text at that place; 0 where it does not fit. */
export function takenBy(part: string | typeof ONE_CHARACTER, text: string, at: number): number {
  if (part === ONE_CHARACTER) return at < text.length ? widthAt(text, at) : 0;
  return text.startsWith(part, at) ? part.length : 0;
}

/** UTF-16 units of the character at that place. */
export function widthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
