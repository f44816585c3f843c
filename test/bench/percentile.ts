/** The nearest-rank percentile (0–100) of a list, rounded; null for an empty one. */
export function percentile(values: readonly number[], rank: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil((rank / 100) * sorted.length) - 1)];
  return found === undefined ? null : Math.round(found);
}
