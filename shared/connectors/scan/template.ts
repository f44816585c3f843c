/** What a template found: the captures' names and texts, in order. */
export type Captures = readonly (readonly [name: string, text: string])[];

export type Template = (text: string) => Captures | null;

/**
 * A message's wording as literals and `{captures}`, compiled once: `Failed {method} for {user.name} from {source.ip}`.
 * A capture reaches to the first place where the next literal stands; the last one to the end, unless a literal follows.
 * `{name+}` reaches to the last such place: what a stranger chose, such as a user's name, may hold the literal itself.
 * One pass of searches, no going back: linear on any text. `{_}` is left out. Text after the last literal is free.
 */
export function compileTemplate(wording: string): Template {
  const parts = wording.split(/\{([^}]*)\}/);
  const literals = parts.filter((_, i) => i % 2 === 0);
  const captures = parts.filter((_, i) => i % 2 === 1);
  const names = captures.map((name) => name.replace(/\+$/, ''));
  const isGreedy = captures.map((name) => name.endsWith('+'));
  const first = literals[0] ?? '';
  return (text) => {
    if (!text.startsWith(first)) return null;
    const found: [string, string][] = [];
    let at = first.length;
    for (let i = 0; i < names.length; i++) {
      const literal = literals[i + 1] ?? '';
      const end = literal === '' ? text.length : placeOf(text, literal, at, isGreedy[i] === true);
      if (end < at) return null;
      const name = names[i] ?? '';
      if (name !== '_' && end > at) found.push([name, text.slice(at, end)]);
      at = end + literal.length;
    }
    return found;
  };
}

function placeOf(text: string, literal: string, from: number, isGreedy: boolean): number {
  return isGreedy ? text.lastIndexOf(literal) : text.indexOf(literal, from);
}

/** The first of the templates that fits. */
export function firstMatch<T extends { match: Template }>(
  templates: readonly T[],
  text: string,
): { row: T; captures: Captures } | null {
  for (const row of templates) {
    const captures = row.match(text);
    if (captures !== null) return { row, captures };
  }
  return null;
}
