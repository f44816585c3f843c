/** A function of a text whose results are remembered, for texts that come again and again, such as the names of fields. */
export function remember<T>(make: (text: string) => T, most = 10_000): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const made = make(text);
    if (known.size < most && text.length <= MAX_NAME) known.set(text, made);
    return made;
  };
}

/** Longer names are no names: remembering them would keep whole events. */
const MAX_NAME = 128;

/** A text as property keys are kept: two of them are told apart by their place, not letter by letter. */
export function asKey(text: string): string {
  for (const key in { [text]: true }) return key;
  return text;
}
