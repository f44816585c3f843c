import { classOf, includes } from '#shared/detect/character-set.ts';
import { type Step, toProgram } from '#shared/detect/regex-program.ts';
import { type Assertion, parseRegex, type RegexFlags } from '#shared/detect/regex-syntax.ts';

/** Remembered states of one pattern; when they are full they are dropped, so that memory stays bounded. */
const MAX_STATES = 2_000;

const LINE_FEED = 10;
/** Where the character before stands: what assertions ask of it. */
const AT_START = 0;
const AFTER_LINE = 1;
const AFTER_WORD = 2;
const AFTER_OTHER = 3;

/** What comes next: a class of characters that the pattern does not tell apart, or one of these two. */
const TEXT_END = 0;
const LAST_LINE_FEED = 1;
const FIRST_CLASS = 2;

type State = { positions: readonly number[]; before: number; next: (State | undefined)[] };

/**
 * A test for texts in which the pattern matches anywhere. Its time is linear in the text's length whatever the pattern
 * is: an automaton is made deterministic as texts ask for it, there is no backtracking.
 * @throws RegexError for a pattern that is wrong or not supported.
 */
export function compileRegex(pattern: string, flags: RegexFlags): (text: string) => boolean {
  const { steps, start } = toProgram(parseRegex(pattern, flags));
  const classes = makeClasses(steps);
  const accepted: State = { positions: [], before: AFTER_OTHER, next: [] };
  let states = new Map<string, State>();

  const stateOf = (positions: readonly number[], before: number): State => {
    const key = `${before}:${positions.join(',')}`;
    let found = states.get(key);
    if (found === undefined) {
      if (states.size >= MAX_STATES) states = new Map();
      found = { positions, before, next: new Array(classes.count) };
      states.set(key, found);
    }
    return found;
  };

  const advance = ({ positions, before }: State, symbol: number): State => {
    const seen = new Set<number>();
    const after = new Set<number>();
    const waiting = [...positions, start];
    const isWord = symbol >= FIRST_CLASS && classes.isWord(symbol);
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      const step = steps[at] as Step;
      switch (step.kind) {
        case 'match':
          return accepted;
        case 'fork':
          waiting.push(step.next, step.other);
          break;
        case 'assert':
          if (holds(step.what, before, symbol, isWord, classes.lineFeed)) waiting.push(step.next);
          break;
        case 'set':
          if (symbol !== TEXT_END && includes(step.ranges, classes.sample(symbol))) after.add(step.next);
      }
    }
    const line = symbol === LAST_LINE_FEED || symbol === classes.lineFeed;
    return stateOf(
      [...after].sort((one, other) => one - other),
      line ? AFTER_LINE : isWord ? AFTER_WORD : AFTER_OTHER,
    );
  };

  return (text) => {
    let state = stateOf([], AT_START);
    const last = text.length - 1;
    for (let i = 0; i <= text.length; i++) {
      let symbol: number;
      if (i > last) symbol = TEXT_END;
      else {
        let code = text.charCodeAt(i);
        if (code >= 0xd800 && code < 0xdc00) {
          code = text.codePointAt(i) ?? code;
          if (code > 0xffff) i++;
        }
        symbol = code === LINE_FEED && i === last ? LAST_LINE_FEED : classes.of(code);
      }
      let next = state.next[symbol];
      if (next === undefined) {
        next = advance(state, symbol);
        state.next[symbol] = next;
      }
      if (next === accepted) return true;
      state = next;
    }
    return false;
  };
}

function holds(what: Assertion, before: number, symbol: number, isWord: boolean, lineFeed: number): boolean {
  switch (what) {
    case 'text-start':
      return before === AT_START;
    case 'line-start':
      return before === AT_START || before === AFTER_LINE;
    case 'text-end':
      return symbol === TEXT_END;
    case 'last-line-end':
      return symbol === TEXT_END || symbol === LAST_LINE_FEED;
    case 'line-end':
      return symbol === TEXT_END || symbol === LAST_LINE_FEED || symbol === lineFeed;
    case 'word':
      return (before === AFTER_WORD) !== isWord;
    case 'no-word':
      return (before === AFTER_WORD) === isWord;
  }
}

/** Characters that every part of the pattern treats alike share a class, so that states have few ways out. */
function makeClasses(steps: readonly Step[]) {
  const edges = new Set<number>([0, LINE_FEED, LINE_FEED + 1]);
  const sets = steps.flatMap((step) => (step.kind === 'set' ? [step.ranges] : []));
  if (steps.some((step) => step.kind === 'assert' && step.what.endsWith('word')))
    sets.push(classOf('w') ?? []);
  for (const ranges of new Set(sets)) {
    for (let i = 0; i < ranges.length; i += 2) edges.add(ranges[i] ?? 0).add((ranges[i + 1] ?? 0) + 1);
  }
  const starts = [...edges].sort((one, other) => one - other);
  const unique = [...new Set(sets.map((ranges) => ranges.join()))].map((key) => key.split(',').map(Number));
  const bySignature = new Map<string, number>();
  const samples: number[] = [0, LINE_FEED];
  const classOfInterval = starts.map((start) => {
    const signature = `${start === LINE_FEED}${unique.map((ranges) => (includes(ranges, start) ? 1 : 0)).join('')}`;
    const known = bySignature.get(signature);
    if (known !== undefined) return known;
    bySignature.set(signature, samples.length);
    return samples.push(start) - 1;
  });
  const find = (code: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= code) low = middle;
      else high = middle - 1;
    }
    return classOfInterval[low] ?? FIRST_CLASS;
  };
  const low = Uint16Array.from({ length: 256 }, (_, code) => find(code));
  const word = classOf('w') ?? [];
  return {
    count: samples.length,
    lineFeed: find(LINE_FEED),
    of: (code: number): number => (code < 256 ? (low[code] ?? 0) : find(code)),
    sample: (symbol: number): number => samples[symbol] ?? 0,
    isWord: (symbol: number): boolean => includes(word, samples[symbol] ?? 0),
  };
}
