import { ANY_RUN, type Pattern } from '#shared/detect/expression.ts';
import { foldCase, takenBy, widthAt } from '#shared/detect/pattern.ts';

export type Span = [number, number];

/**
 * Where the parts of a pattern stand in a text that it matches, as [first, end) in UTF-16 units: each as far to the
 * left as can be. What `*` stands for is in none of them.
 */
export function spansOfPattern(pattern: Pattern, cased: boolean, text: string): Span[] {
  const { folded, toText } = cased ? { folded: text, toText: (span: Span) => span } : foldWithPlaces(text);
  const segments = segmentsOf(pattern);
  const spans: Span[] = [];
  let from = 0;
  for (const [i, segment] of segments.entries()) {
    const isLast = i === segments.length - 1;
    const mustEnd = isLast && pattern.at(-1) !== ANY_RUN;
    const found = find(segment, folded, from, i === 0 && pattern[0] !== ANY_RUN, mustEnd);
    if (found === null) return [];
    spans.push(toText(found));
    from = found[1];
  }
  return spans;
}

type Segment = Exclude<Pattern[number], typeof ANY_RUN>[];

/** What stands between the `*`. */
function segmentsOf(pattern: Pattern): Segment[] {
  const segments: Segment[] = [[]];
  for (const part of pattern) {
    if (part === ANY_RUN) segments.push([]);
    else segments.at(-1)?.push(part);
  }
  return segments.filter((segment) => segment.length > 0);
}

function find(
  segment: Segment,
  text: string,
  from: number,
  onlyThere: boolean,
  mustEnd: boolean,
): Span | null {
  const [only] = segment;
  // The common case of one long text is left to the language's own search.
  const step = segment.length === 1 && typeof only === 'string' ? only : null;
  const last = mustEnd && step !== null && !onlyThere ? text.length - step.length : from;
  for (let at = Math.max(from, last); at <= text.length; at += widthAt(text, at)) {
    if (step !== null && !onlyThere) {
      at = text.indexOf(step, at);
      if (at < 0) return null;
    }
    const end = endOf(segment, text, at);
    if (end !== null && (!mustEnd || end === text.length)) return [at, end];
    if (onlyThere) return null;
  }
  return null;
}

function endOf(segment: Segment, text: string, from: number): number | null {
  let at = from;
  for (const part of segment) {
    const taken = takenBy(part, text, at);
    if (taken === 0) return null;
    at += taken;
  }
  return at;
}

/** The folded text, and the way back: a letter's lower case can be longer than the letter. */
function foldWithPlaces(text: string): { folded: string; toText: (span: Span) => Span } {
  const folded = foldCase(text);
  if (folded.length === text.length) return { folded, toText: (span) => span };
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const char of text) {
    for (let i = foldCase(char).length; i > 0; i--) {
      starts.push(at);
      ends.push(at + char.length);
    }
    at += char.length;
  }
  return { folded, toText: ([from, to]) => [starts[from] ?? text.length, ends[to - 1] ?? 0] };
}
