/**
 * A table of rows by the names that they ask for, compiled once: goes over the fields that an event has and not over
 * the many that it could have, and gives the rows that are met in the table's order, in which the first to fill a key
 * wins.
 */
export function compileByName<R>(rows: readonly R[], nameOf: (row: R) => string): NamedRows<R> {
  const byName = new Map<string, number[]>();
  rows.forEach((row, at) => {
    const name = nameOf(row);
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [at]);
    else known.push(at);
  });
  return { rows, byName, met: new Int32Array((rows.length >> 5) + 1), values: rows.map(() => undefined) };
}

export type NamedRows<R> = {
  rows: readonly R[];
  byName: ReadonlyMap<string, readonly number[]>;
  /** A bit for each row that the event has met, and what it is given. */
  met: Int32Array;
  values: unknown[];
};

/** Calls `visit` with every row that one of the fields is meant for, in the order of the table. */
export function visitRows<R, V, C>(
  { rows, byName, met, values }: NamedRows<R>,
  fields: ReadonlyMap<string, V>,
  context: C,
  visit: (row: R, value: V, context: C) => void,
): void {
  met.fill(0);
  for (const [name, value] of fields) {
    const found = byName.get(name);
    if (found === undefined) continue;
    for (let i = 0; i < found.length; i++) {
      const at = found[i] as number;
      met[at >> 5] = (met[at >> 5] as number) | (1 << (at & 31));
      values[at] = value;
    }
  }
  for (let word = 0; word < met.length; word++) {
    for (let bits = met[word] as number; bits !== 0; bits &= bits - 1) {
      const at = word * 32 + 31 - Math.clz32(bits & -bits);
      visit(rows[at] as R, values[at] as V, context);
    }
  }
}
