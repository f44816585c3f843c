const WORDS: Readonly<Record<string, number>> = {
  unspecified: 1,
  unknown: 1,
  informational: 1,
  low: 3,
  medium: 5,
  high: 8,
};

/** Microsoft's words for the severity of an alert → 0–10; undefined for anything else. */
export function severityOf(word: unknown): number | undefined {
  return typeof word === 'string' && Object.hasOwn(WORDS, word.toLowerCase())
    ? WORDS[word.toLowerCase()]
    : undefined;
}
