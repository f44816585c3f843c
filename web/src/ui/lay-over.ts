import type { Page } from '../api/client.ts';

/**
 * Lays a newly read first page over the pages that are shown: what it holds is newer, what it no longer holds within
 * its range is gone, and what was loaded below it stays with its cursor.
 */
export function layOver<T>(shown: Page<T>, fresh: Page<T>, keyOf: (item: T) => string): Page<T> {
  if (fresh.next === null) return fresh;
  const inFresh = new Set(fresh.items.map(keyOf));
  const last = shown.items.findLastIndex((item) => inFresh.has(keyOf(item)));
  if (last < 0) return fresh;
  const below = shown.items.slice(last + 1);
  if (below.length === 0) return fresh;
  return { items: [...fresh.items, ...below], next: shown.next };
}
