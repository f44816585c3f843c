/** A text to find; `start` and `end` say that it must stand at the value's beginning or end. ASCII only. */
export type Needle = { text: string; start: boolean; end: boolean; id: number };

/** Finds all needles in one pass over a text. */
export type Automaton = {
  /** Reports each needle's id, maybe several times. Returns whether the text has characters beyond ASCII. */
  scan(text: string, found: (ids: readonly number[]) => void): boolean;
  /** Bytes of its table. */
  bytes: number;
};

type Node = { next: Map<number, number>; fail: number; ids: number[] };

/** Characters that no needle has. */
const OTHER = 0;
const START = 128;
const END = 129;

/**
 * Builds an Aho-Corasick automaton as one flat table (state × character class), so that a character costs one look-up
 * however many needles there are. States with needles come last: telling them apart is one comparison.
 */
export function buildAutomaton(needles: readonly Needle[]): Automaton {
  const nodes: Node[] = [{ next: new Map(), fail: 0, ids: [] }];
  const classes = new Uint16Array(130);
  let width = 1;
  for (const { text, start, end, id } of needles) {
    let at = 0;
    const codes = [
      ...(start ? [START] : []),
      ...Array.from(text, (char) => char.charCodeAt(0)),
      ...(end ? [END] : []),
    ];
    for (const code of codes) {
      if (classes[code] === 0) classes[code] = width++;
      const symbol = classes[code] ?? OTHER;
      const node = nodes[at] as Node;
      let next = node.next.get(symbol);
      if (next === undefined) {
        next = nodes.push({ next: new Map(), fail: 0, ids: [] }) - 1;
        node.next.set(symbol, next);
      }
      at = next;
    }
    nodes[at]?.ids.push(id);
  }
  return flatten(nodes, classes, width);
}

function flatten(nodes: readonly Node[], classes: Uint16Array, width: number): Automaton {
  const order = linkFailures(nodes);
  const plain = order.filter((at) => nodes[at]?.ids.length === 0);
  const finding = order.filter((at) => nodes[at]?.ids.length !== 0);
  const offset = new Int32Array(nodes.length);
  for (const [place, at] of [...plain, ...finding].entries()) offset[at] = place * width;
  const table = new Int32Array(nodes.length * width);
  for (const at of order) {
    const node = nodes[at] as Node;
    const from = offset[at] ?? 0;
    const fallback = offset[node.fail] ?? 0;
    if (at !== 0) table.copyWithin(from, fallback, fallback + width);
    for (const [symbol, next] of node.next) table[from + symbol] = offset[next] ?? 0;
  }
  const firstFinding = plain.length * width;
  const ids = finding.map((at) => nodes[at]?.ids ?? []);
  const startClass = classes[START] ?? OTHER;
  const endClass = classes[END] ?? OTHER;
  const started = table[startClass] ?? 0;

  return {
    bytes: table.byteLength,
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
        if (state >= firstFinding) found(ids[(state - firstFinding) / width] as number[]);
      }
      if (endClass !== OTHER) {
        state = table[state + endClass] as number;
        if (state >= firstFinding) found(ids[(state - firstFinding) / width] as number[]);
      }
      return beyond;
    },
  };
}

/** Breadth first, so that the shorter text a failure leads to is complete before it is copied. */
function linkFailures(nodes: readonly Node[]): number[] {
  const order = [0];
  for (const at of order) {
    const node = nodes[at] as Node;
    for (const [symbol, next] of node.next) {
      order.push(next);
      if (at === 0) continue;
      let fail = node.fail;
      while (fail !== 0 && !nodes[fail]?.next.has(symbol)) fail = nodes[fail]?.fail ?? 0;
      const target = nodes[next] as Node;
      target.fail = nodes[fail]?.next.get(symbol) ?? 0;
      target.ids.push(...(nodes[target.fail]?.ids ?? []));
    }
  }
  return order;
}
