/** Many short lists of numbers as two flat ones: list `i` is `items` from `starts[i]` to before `starts[i + 1]`. */
export type Lists = { starts: Int32Array; items: Int32Array };

export function toLists(lists: readonly (readonly number[])[]): Lists {
  const starts = new Int32Array(lists.length + 1);
  for (let i = 0; i < lists.length; i++)
    starts[i + 1] = (starts[i] as number) + (lists[i] as number[]).length;
  const items = new Int32Array(starts[lists.length] as number);
  for (let i = 0; i < lists.length; i++) items.set(lists[i] as number[], starts[i]);
  return { starts, items };
}

/** A view of one list. */
export function listAt({ starts, items }: Lists, i: number): Int32Array {
  return items.subarray(starts[i], starts[i + 1]);
}
