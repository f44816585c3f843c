import { classOf, includes } from '#shared/detect/character-set.ts';
import { widthAt } from '#shared/detect/pattern.ts';
import { type Step, toProgram } from '#shared/detect/regex-program.ts';
import { type Assertion, parseRegex, type RegexFlags } from '#shared/detect/regex-syntax.ts';

/** Steps after which the place is given up: some milliseconds, for one pattern and one value. */
const MAX_WORK = 2_000_000;

const LINE_FEED = '\n';

/**
 * Where a pattern matches first, and there as far as it can, as [first, end) in UTF-16 units. All ways through the
 * pattern are walked side by side, so time is bounded whatever the pattern is. Null where it matches nowhere, or where
 * finding the place would take longer than some milliseconds.
 */
export function spanOfRegex(pattern: string, flags: RegexFlags, text: string): [number, number] | null {
  const { steps, start } = toProgram(parseRegex(pattern, flags));
  const isWord = wordTest();
  let best: [number, number] | null = null;
  // By step that waits for a character: where the match that has come so far began; earliest first.
  let threads = new Map<number, number>();
  let work = 0;
  for (let at = 0; at <= text.length; at += widthAt(text, at)) {
    const waiting = new Map<number, number>();
    const seen = new Set<number>();
    const follow = (from: number, begun: number) => {
      const open = [from];
      for (let number = open.pop(); number !== undefined; number = open.pop()) {
        if (seen.has(number)) continue;
        seen.add(number);
        work++;
        const step = steps[number] as Step;
        if (step.kind === 'match') best = [begun, at];
        else if (step.kind === 'set') waiting.set(number, begun);
        else if (step.kind === 'fork') open.push(step.other, step.next);
        else if (holds(step.what, text, at, isWord)) open.push(step.next);
      }
    };
    for (const [number, begun] of threads) if (best === null || begun === best[0]) follow(number, begun);
    if (best === null) follow(start, at);
    if (work > MAX_WORK) return best;
    const code = text.codePointAt(at);
    if (code === undefined) break;
    threads = new Map();
    for (const [number, begun] of waiting) {
      const step = steps[number] as Step;
      if (step.kind === 'set' && includes(step.ranges, code) && !threads.has(step.next)) {
        threads.set(step.next, begun);
      }
    }
    if (best !== null && threads.size === 0) break;
  }
  return best;
}

function wordTest(): (text: string, at: number) => boolean {
  const word = classOf('w') ?? [];
  return (text, at) => includes(word, text.codePointAt(at) ?? -1);
}

function holds(
  what: Assertion,
  text: string,
  at: number,
  isWord: (text: string, at: number) => boolean,
): boolean {
  const atEnd = at === text.length;
  switch (what) {
    case 'text-start':
      return at === 0;
    case 'line-start':
      return at === 0 || text.charAt(at - 1) === LINE_FEED;
    case 'text-end':
      return atEnd;
    case 'last-line-end':
      return atEnd || (at === text.length - 1 && text.charAt(at) === LINE_FEED);
    case 'line-end':
      return atEnd || text.charAt(at) === LINE_FEED;
    case 'word':
    case 'no-word': {
      const isBorder = (at > 0 && isWord(text, at - 1)) !== (!atEnd && isWord(text, at));
      return isBorder === (what === 'word');
    }
  }
}
