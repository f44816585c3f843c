import { END, nextNode, OTHER, START, type Trie } from '#shared/detect/trie.ts';

/** Finds all needles in one pass over a text. */
export type Automaton = {
  /** Adds each needle's id, maybe several times. Returns whether the text has characters beyond ASCII. */
  scan(text: string, ids: number[]): boolean;
};

/** Rows that the table begins with; it doubles when they are used up, up to one for each node of the tree. */
const FIRST_ROWS = 32;

/**
 * An Aho-Corasick automaton as one flat table (state × character class), so that a character costs one look-up however
 * many needles there are. The table holds the states that texts have led to, which are few of all: it costs nothing
 * before the first text, and its memory grows with what is seen. A state is its row's place; 0 stands for what is not
 * known yet, and states at which needles end are negative: telling all of them apart is one comparison.
 */
export function makeAutomaton(trie: Trie): Automaton {
  const { classes, width } = trie;
  const rowOf = new Int32Array(trie.label.length);
  // By row.
  const nodeOf = [-1];
  const found: (readonly number[])[] = [[]];
  let table = new Int32Array(width * FIRST_ROWS);

  const stateOf = (node: number): number => {
    let row = rowOf[node] as number;
    if (row === 0) {
      row = nodeOf.push(node) - 1;
      rowOf[node] = row;
      found.push(endsAt(trie, node));
      if (nodeOf.length * width > table.length) {
        const larger = new Int32Array(table.length * 2);
        larger.set(table);
        table = larger;
      }
    }
    return (found[row] as number[]).length > 0 ? -row * width : row * width;
  };
  const root = stateOf(0);

  const learn = (state: number, symbol: number): number => {
    const next = symbol === OTHER ? root : stateOf(nextNode(trie, nodeOf[state / width] as number, symbol));
    table[state + symbol] = next;
    return next;
  };

  const started = Math.abs(learn(root, classes[START] as number));
  const endClass = classes[END] as number;

  return {
    scan(text, ids) {
      let rows = table;
      let state = started;
      let beyond = false;
      for (let i = 0; i < text.length; i++) {
        const code = text.charCodeAt(i);
        if (code > 127) {
          beyond = true;
          state = root;
          continue;
        }
        const symbol = classes[code] as number;
        let next = rows[state + symbol] as number;
        if (next <= 0) {
          if (next === 0) {
            next = learn(state, symbol);
            rows = table;
          }
          if (next < 0) {
            next = -next;
            addAll(found[next / width] as number[], ids);
          }
        }
        state = next;
      }
      if (endClass !== OTHER) {
        const next = rows[state + endClass] || learn(state, endClass);
        if (next < 0) addAll(found[-next / width] as number[], ids);
      }
      return beyond;
    },
  };
}

/** Ids of all needles that the node's text ends with. */
function endsAt({ ends, ids, shorter }: Trie, from: number): number[] {
  const all: number[] = [];
  for (let node = from; node !== 0; node = shorter[node] as number)
    for (let i = ends[node] as number; i < (ends[node + 1] as number); i++) all.push(ids[i] as number);
  return all;
}

function addAll(from: readonly number[], to: number[]): void {
  for (let i = 0; i < from.length; i++) to.push(from[i] as number);
}
