/** Random numbers that are the same in every run (mulberry32), so that a failure can be seen again. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const letters = ['"', '\\', '[', ']', '{', '}', ',', ':', '\n', '\t', 'a', 'é', '😀', '\u2028', '0', ' '];

/** A text of the characters that a splitter could trip over. */
export function randomText(random: () => number): string {
  const length = Math.floor(random() * 12);
  return Array.from({ length }, () => letters[Math.floor(random() * letters.length)]).join('');
}

/** Any JSON value, nested at most `depth` levels. */
export function randomJson(random: () => number, depth: number): unknown {
  const kind = Math.floor(random() * (depth > 0 ? 7 : 5));
  const size = Math.floor(random() * 4);
  if (kind === 0) return null;
  if (kind === 1) return random() < 0.5;
  if (kind === 2) return Math.floor(random() * 1e6) / (random() < 0.5 ? 1 : 100);
  if (kind < 5) return randomText(random);
  const items = Array.from({ length: size }, () => randomJson(random, depth - 1));
  return kind === 5 ? items : Object.fromEntries(items.map((item, i) => [`${randomText(random)}${i}`, item]));
}
