/** Median and 95th percentile (nearest rank) of some numbers; null where there are none. */
export function spreadOf(numbers: readonly number[]): { median: number; p95: number } | null {
  if (numbers.length === 0) return null;
  const sorted = numbers.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { median: at(0.5), p95: at(0.95) };
}
