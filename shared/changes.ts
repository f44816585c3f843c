/** Fields that differ, each with its value before and after. Values are compared as JSON. */
export type Changes = Record<string, { before: unknown; after: unknown }>;

/** What `after` says differently from `before`, among the fields that `after` names. */
export function changesBetween(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Changes {
  const changes: Changes = {};
  for (const [field, value] of Object.entries(after)) {
    if (value === undefined || JSON.stringify(before[field]) === JSON.stringify(value)) continue;
    changes[field] = { before: before[field], after: value };
  }
  return changes;
}

/** One side of changes as a plain record, as audit records hold it. */
export function sideOf(changes: Changes, side: 'before' | 'after'): Record<string, unknown> {
  return Object.fromEntries(Object.entries(changes).map(([field, change]) => [field, change[side] ?? null]));
}

/** The fields that were given: a parsed body without its `undefined` ones. */
export function given<T extends object>(fields: { [K in keyof T]?: T[K] | undefined }): Partial<T> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<T>;
}
