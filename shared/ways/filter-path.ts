/** How deep an answer of ours can be; `**` in a longer pattern finds nothing more. */
const MAX_PATTERNS = 20;

/**
 * What an Elasticsearch client asked to see of an answer: comma-separated paths with `*` for one name and `**` for any
 * number of them; lists are looked through. A path that begins with `-` is left out instead.
 */
export function filterPath(value: unknown, paths: string): unknown {
  const patterns = paths
    .split(',')
    .map((path) => path.trim())
    .filter((path) => path !== '')
    .slice(0, MAX_PATTERNS);
  const wanted = patterns.filter((path) => !path.startsWith('-')).map((path) => path.split('.'));
  const unwanted = patterns.filter((path) => path.startsWith('-')).map((path) => path.slice(1).split('.'));
  const kept = wanted.length === 0 ? value : keep(value, wanted);
  return unwanted.length === 0 ? (kept ?? {}) : (drop(kept, unwanted) ?? {});
}

type Pattern = readonly string[];

function keep(value: unknown, patterns: readonly Pattern[]): unknown {
  if (patterns.some((pattern) => pattern.length === 0)) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => keep(item, patterns)).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  if (value === null || typeof value !== 'object') return undefined;
  const entries = Object.entries(value)
    .map(([name, inner]) => [name, keep(inner, below(patterns, name))] as const)
    .filter(([, inner]) => inner !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function drop(value: unknown, patterns: readonly Pattern[]): unknown {
  if (patterns.some((pattern) => pattern.length === 0)) return undefined;
  if (Array.isArray(value))
    return value.map((item) => drop(item, patterns)).filter((item) => item !== undefined);
  if (value === null || typeof value !== 'object' || patterns.length === 0) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, inner]) => [name, drop(inner, below(patterns, name))] as const)
      .filter(([, inner]) => inner !== undefined),
  );
}

/** What is left of the patterns that fit the name. */
function below(patterns: readonly Pattern[], name: string): Pattern[] {
  return patterns.flatMap((pattern) => {
    const [head = '', ...rest] = pattern;
    if (head === '**') return [pattern, ...(fits(rest[0] ?? '*', name) ? [rest.slice(1)] : [])];
    return fits(head, name) ? [rest] : [];
  });
}

function fits(pattern: string, name: string): boolean {
  const [first = '', ...others] = pattern.split('*');
  if (others.length === 0) return pattern === name;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const part of others.slice(0, -1)) {
    const found = name.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  const last = others.at(-1) ?? '';
  return name.length - last.length >= at && name.endsWith(last);
}
