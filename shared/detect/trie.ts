/** A text to find; `start` and `end` say that it must stand at the value's beginning or end. ASCII only. */
export type Needle = { text: string; start: boolean; end: boolean; id: number };

/** Stand for the value's beginning and end. */
export const START = 128;
export const END = 129;
/** The class of characters that no needle has. */
export const OTHER = 0;

/**
 * All needles of a field as a tree of flat lists by node, so that it is saved as it is. Node 0 is the root, which no
 * other leads to: 0 also stands for "none".
 */
export type Trie = {
  /** By character, `START` and `END`. */
  classes: Uint8Array;
  /** Classes, `OTHER` among them. */
  width: number;
  /** The class that leads to the node. */
  label: Uint8Array;
  firstChild: Int32Array;
  nextSibling: Int32Array;
  /** The root's children by class: it has many, and most ways lead over it. */
  beginnings: Int32Array;
  /** The longest shorter text that the node's text ends with. */
  fail: Int32Array;
  /** The nearest node on the way of `fail` at which needles end. */
  shorter: Int32Array;
  /** Needles that end at the node: `ids` from `ends[node]` to before `ends[node + 1]`. */
  ends: Int32Array;
  ids: Int32Array;
};

export function buildTrie(needles: readonly Needle[]): Trie {
  const texts = needles.map(({ text, start, end, id }): [text: string, id: number] => [
    `${start ? String.fromCharCode(START) : ''}${text}${end ? String.fromCharCode(END) : ''}`,
    id,
  ]);
  // In order, a text shares its beginning with the one before, and its nodes are new from there on.
  texts.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
  const classes = new Uint8Array(END + 1);
  let width = 1;
  let longest = 0;
  let most = 1;
  for (const [text] of texts) {
    longest = Math.max(longest, text.length);
    most += text.length;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (classes[code] === OTHER) classes[code] = width++;
    }
  }
  const label = new Uint8Array(most);
  const firstChild = new Int32Array(most);
  const nextSibling = new Int32Array(most);
  const ends = new Int32Array(most + 1);
  const path = new Int32Array(longest + 1);
  let nodes = 1;
  let before = '';
  for (const [text] of texts) {
    let depth = 0;
    while (depth < before.length && before.charCodeAt(depth) === text.charCodeAt(depth)) depth++;
    for (let i = depth; i < text.length; i++) {
      const parent = path[i] as number;
      const node = nodes++;
      label[node] = classes[text.charCodeAt(i)] as number;
      nextSibling[node] = firstChild[parent] as number;
      firstChild[parent] = node;
      path[i + 1] = node;
    }
    // Nodes are numbered as texts come, so that their ids stand in the order of the texts.
    ends[(path[text.length] as number) + 1] = (ends[(path[text.length] as number) + 1] as number) + 1;
    before = text;
  }
  for (let node = 0; node < nodes; node++)
    ends[node + 1] = (ends[node] as number) + (ends[node + 1] as number);
  const beginnings = new Int32Array(width);
  for (let child = firstChild[0] as number; child !== 0; child = nextSibling[child] as number)
    beginnings[label[child] as number] = child;
  const tree = {
    classes,
    beginnings,
    width,
    label: label.slice(0, nodes),
    firstChild: firstChild.slice(0, nodes),
    nextSibling: nextSibling.slice(0, nodes),
    ends: ends.slice(0, nodes + 1),
    ids: Int32Array.from(texts, ([, id]) => id),
  };
  return { ...tree, ...failuresOf(tree) };
}

/** Breadth first, so that the shorter text is complete before it is asked. */
function failuresOf(tree: Omit<Trie, 'fail' | 'shorter'>): Pick<Trie, 'fail' | 'shorter'> {
  const { firstChild, nextSibling, beginnings, label, ends } = tree;
  const fail = new Int32Array(label.length);
  const shorter = new Int32Array(label.length);
  const order = new Int32Array(label.length);
  const ways = { firstChild, nextSibling, beginnings, label, fail };
  let queued = 1;
  for (let i = 0; i < queued; i++) {
    const node = order[i] as number;
    for (let child = firstChild[node] as number; child !== 0; child = nextSibling[child] as number) {
      order[queued++] = child;
      if (node === 0) continue;
      const other = nextNode(ways, fail[node] as number, label[child] as number);
      fail[child] = other;
      shorter[child] = ends[other] === ends[other + 1] ? (shorter[other] as number) : other;
    }
  }
  return { fail, shorter };
}

type Ways = Pick<Trie, 'firstChild' | 'nextSibling' | 'beginnings' | 'label' | 'fail'>;

/** Where a class leads from a node: to its child, or that of the longest shorter text that has one. */
export function nextNode(
  { firstChild, nextSibling, beginnings, label, fail }: Ways,
  from: number,
  symbol: number,
): number {
  for (let node = from; node !== 0; node = fail[node] as number) {
    let child = firstChild[node] as number;
    while (child !== 0 && label[child] !== symbol) child = nextSibling[child] as number;
    if (child !== 0) return child;
  }
  return beginnings[symbol] as number;
}
