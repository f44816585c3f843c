/** A text to find; `start` and `end` say that it must stand at the value's beginning or end. ASCII only. */
export type Needle = { text: string; start: boolean; end: boolean; id: number };

/** Finds all needles in one pass over a text. */
export type Automaton = {
  /** Adds each needle's id, maybe several times. Returns whether the text has characters beyond ASCII. */
  scan(text: string, found: number[]): boolean;
};

/** A trie as one flat table: node × character class, 0 where there is no way on. */
type Trie = { table: Int32Array; nodes: number; width: number; ids: (readonly number[])[] };

/** The class of characters that no needle has. */
const OTHER = 0;
/** Stand for the value's beginning and end. */
const START = 128;
const END = 129;
const NONE: readonly number[] = [];

/**
 * Builds an Aho-Corasick automaton as one flat table (state × character class), so that a character costs one look-up
 * however many needles there are. States that find needles come last: telling them apart is one comparison.
 */
export function buildAutomaton(needles: readonly Needle[]): Automaton {
  const classes = new Uint8Array(130);
  let width = 1;
  for (const needle of needles) {
    for (const code of codesOf(needle)) if (classes[code] === 0) classes[code] = width++;
  }
  const trie = buildTrie(needles, classes, width);
  followFailures(trie);
  return flatten(trie, classes);
}

function codesOf({ text, start, end }: Needle): number[] {
  const codes: number[] = start ? [START] : [];
  for (let i = 0; i < text.length; i++) codes.push(text.charCodeAt(i));
  if (end) codes.push(END);
  return codes;
}

function buildTrie(needles: readonly Needle[], classes: Uint8Array, width: number): Trie {
  const trie: Trie = { table: new Int32Array(width * 256), nodes: 1, width, ids: [NONE] };
  for (const needle of needles) {
    let at = 0;
    for (const code of codesOf(needle)) {
      const edge = at * width + (classes[code] ?? OTHER);
      let next = trie.table[edge] ?? 0;
      if (next === 0) {
        next = trie.nodes++;
        if (trie.nodes * width > trie.table.length) {
          const larger = new Int32Array(trie.table.length * 2);
          larger.set(trie.table);
          trie.table = larger;
        }
        trie.table[edge] = next;
        trie.ids.push(NONE);
      }
      at = next;
    }
    trie.ids[at] = [...(trie.ids[at] ?? NONE), needle.id];
  }
  return trie;
}

/**
 * Fills every missing way on with where the longest shorter text leads; breadth first, so that the shorter text is
 * complete before it is copied.
 */
function followFailures({ table, nodes, width, ids }: Trie): void {
  const fail = new Int32Array(nodes);
  const order = new Int32Array(nodes);
  let queued = 1;
  for (let i = 0; i < queued; i++) {
    const at = order[i] ?? 0;
    const fallback = (fail[at] ?? 0) * width;
    for (let symbol = 0; symbol < width; symbol++) {
      const edge = at * width + symbol;
      const next = table[edge] ?? 0;
      const other = at === 0 ? 0 : (table[fallback + symbol] ?? 0);
      if (next === 0) table[edge] = other;
      else {
        fail[next] = other;
        const shorter = ids[other] ?? NONE;
        if (shorter.length > 0) ids[next] = [...(ids[next] ?? NONE), ...shorter];
        order[queued++] = next;
      }
    }
  }
}

function flatten({ table: trie, nodes, width, ids }: Trie, classes: Uint8Array): Automaton {
  const finding: (readonly number[])[] = [];
  const offset = new Int32Array(nodes);
  let plain = 0;
  for (let at = 0; at < nodes; at++) if (ids[at] === NONE) offset[at] = plain++ * width;
  for (let at = 0; at < nodes; at++) {
    const found = ids[at] ?? NONE;
    if (found !== NONE) offset[at] = (plain + finding.push(found) - 1) * width;
  }
  const table = new Int32Array(nodes * width);
  for (let at = 0; at < nodes; at++) {
    const to = offset[at] ?? 0;
    for (let symbol = 0; symbol < width; symbol++)
      table[to + symbol] = offset[trie[at * width + symbol] ?? 0] ?? 0;
  }
  const firstFinding = plain * width;
  const endClass = classes[END] ?? OTHER;
  const started = table[classes[START] ?? OTHER] ?? 0;

  return {
    scan(text, found) {
      let state = started;
      let beyond = false;
      for (let i = 0; i < text.length; i++) {
        const code = text.charCodeAt(i);
        if (code > 127) {
          beyond = true;
          state = 0;
          continue;
        }
        state = table[state + (classes[code] as number)] as number;
        if (state >= firstFinding) addAll(finding[(state - firstFinding) / width] as number[], found);
      }
      if (endClass !== OTHER) {
        state = table[state + endClass] as number;
        if (state >= firstFinding) addAll(finding[(state - firstFinding) / width] as number[], found);
      }
      return beyond;
    },
  };
}

function addAll(ids: readonly number[], found: number[]): void {
  for (let i = 0; i < ids.length; i++) found.push(ids[i] as number);
}
