/** Sorted code points in pairs: first and last of each range, both included. */
export type Ranges = readonly number[];

const LAST = 0x10ffff;
/** Letters beyond the basic plane are left out of \w and of case folding: Unicode's planes 1 and up hold no log field's words. */
const LAST_BASIC = 0xffff;

export function complement(ranges: Ranges): Ranges {
  const result: number[] = [];
  let from = 0;
  for (let i = 0; i < ranges.length; i += 2) {
    const low = ranges[i] ?? 0;
    if (low > from) result.push(from, low - 1);
    from = (ranges[i + 1] ?? 0) + 1;
  }
  if (from <= LAST) result.push(from, LAST);
  return result;
}

export function union(one: Ranges, other: Ranges): Ranges {
  const pairs: [number, number][] = [];
  for (const ranges of [one, other]) {
    for (let i = 0; i < ranges.length; i += 2) pairs.push([ranges[i] ?? 0, ranges[i + 1] ?? 0]);
  }
  pairs.sort(([a], [b]) => a - b);
  const result: number[] = [];
  for (const [low, high] of pairs) {
    const last = result.length - 1;
    if (last > 0 && low <= (result[last] ?? 0) + 1) result[last] = Math.max(result[last] ?? 0, high);
    else result.push(low, high);
  }
  return result;
}

export function includes(ranges: Ranges, code: number): boolean {
  for (let i = 0; i < ranges.length; i += 2) {
    if (code < (ranges[i] ?? 0)) return false;
    if (code <= (ranges[i + 1] ?? 0)) return true;
  }
  return false;
}

const made = new Map<string, Ranges>();

/** `\d`, `\w`, `\s` and their opposites over Unicode, as Python, .NET and Rust read them; null for other letters. */
export function classOf(letter: string): Ranges | null {
  const lower = letter.toLowerCase();
  const pattern = { d: /^\p{Nd}$/u, w: /^[\p{L}\p{N}_]$/u, s: /^\s$/u }[lower];
  if (pattern === undefined) return null;
  let ranges = made.get(lower);
  if (ranges === undefined) {
    ranges = rangesOf((char) => pattern.test(char));
    // Python counts the information separators and U+0085 as blanks too.
    if (lower === 's') ranges = union(ranges, [28, 31, 133, 133]);
    made.set(lower, ranges);
  }
  return letter === lower ? ranges : complement(ranges);
}

function rangesOf(fits: (char: string) => boolean): Ranges {
  const ranges: number[] = [];
  for (let code = 0; code <= LAST_BASIC; code++) {
    if (!fits(String.fromCharCode(code))) continue;
    if (ranges.length > 0 && ranges.at(-1) === code - 1) ranges[ranges.length - 1] = code;
    else ranges.push(code, code);
  }
  return ranges;
}

let pairs: readonly (readonly [number, number])[] | undefined;

/** The set with each letter's other cases. */
export function caseVariants(ranges: Ranges): Ranges {
  const added: number[] = [];
  if ((ranges.at(-1) ?? 0) < 128) {
    for (let code = 65; code <= 90; code++) {
      if (includes(ranges, code)) added.push(code + 32, code + 32);
      if (includes(ranges, code + 32)) added.push(code, code);
    }
    return union(ranges, added);
  }
  pairs ??= casePairs();
  for (const [one, other] of pairs) {
    if (includes(ranges, one)) added.push(other, other);
    else if (includes(ranges, other)) added.push(one, one);
  }
  return union(ranges, added);
}

function casePairs(): [number, number][] {
  const found: [number, number][] = [];
  for (let code = 0; code <= LAST_BASIC; code++) {
    const lower = String.fromCharCode(code).toLowerCase();
    if (lower.length === 1 && lower.charCodeAt(0) !== code) found.push([code, lower.charCodeAt(0)]);
  }
  return found;
}
