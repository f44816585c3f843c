import { keyNamed } from '#shared/connectors/generic/pairs.ts';

/** Farther than this is another word. */
const MAX_DISTANCE = 0.45;

/** The known name that somebody may have meant: what other logs call so, else the one that is spelt most alike. */
export function nearestKey(text: string, known: readonly string[]): string | null {
  const named = keyNamed(text);
  if (named !== null && known.includes(named)) return named;
  let best: { name: string; distance: number } | null = null;
  for (const name of known) {
    const distance = edits(text.toLowerCase(), name);
    if (best === null || distance < best.distance) best = { name, distance };
  }
  if (best === null) return null;
  return best.distance <= Math.max(text.length, best.name.length) * MAX_DISTANCE ? best.name : null;
}

/** Letters to add, drop or change (Levenshtein). */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
