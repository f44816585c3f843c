/** One value of an event, under the name that the event has for it. */
export type NamedValue = { field: string; value: unknown };

/**
 * What an event holds under a field's name, as rules mean it: as a name of its own or a path through maps and lists,
 * blanks in names aside. Lists are taken apart; undefined stands for what is no value in them, and for an empty list.
 */
export function valuesOfField(event: Readonly<Record<string, unknown>>, name: string): NamedValue[] {
  const wanted = withoutBlanks(name);
  const found: NamedValue[] = [];
  const look = (fields: Readonly<Record<string, unknown>>, prefix: string) => {
    for (const key of Object.keys(fields)) {
      const field = prefix === '' ? key : `${prefix}.${key}`;
      const bare = withoutBlanks(field);
      const value = fields[key];
      if (bare === wanted) for (const item of itemsOf(value)) found.push({ field, value: item });
      else if (wanted.startsWith(`${bare}.`))
        for (const item of itemsOf(value)) if (isMap(item)) look(item, field);
    }
  };
  look(event, '');
  return found;
}

/** Every text, number and boolean of an event, at any depth. */
export function* allValues(event: Readonly<Record<string, unknown>>): Generator<NamedValue> {
  const waiting: NamedValue[] = [{ field: '', value: event }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { field, value } = next;
    if (typeof value !== 'object' || value === null) {
      yield next;
      continue;
    }
    const isList = Array.isArray(value);
    for (const [key, item] of Object.entries(value).reverse()) {
      waiting.push({ field: isList ? field : field === '' ? key : `${field}.${key}`, value: item });
    }
  }
}

export function withoutBlanks(name: string): string {
  return name.includes(' ') ? name.replaceAll(' ', '') : name;
}

function itemsOf(value: unknown): unknown[] {
  if (!Array.isArray(value)) return [value];
  return value.length === 0 ? [undefined] : value.map((item) => item ?? undefined);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
