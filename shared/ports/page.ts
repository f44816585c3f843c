/** One page of a list; `next` is null on the last page. A position is opaque and valid for its own list and tenant only. */
export type Page<T> = { items: T[]; next: string | null };

export type PageRequest = {
  /** 1 to 200. */
  limit: number;
  /** The `next` of the page before, already verified to belong to this tenant and list (`shared/api/cursor.ts`). */
  position: string | null;
};
