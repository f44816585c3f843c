import type { Page, PageRequest } from '#shared/ports/page.ts';

const PAGE = 200;

/** Items of all pages, at most `limit`; `truncated` says that there are more. */
export async function readAll<T>(
  list: (page: PageRequest) => Promise<Page<T>>,
  limit: number,
): Promise<{ items: T[]; truncated: boolean }> {
  const items: T[] = [];
  let position: string | null = null;
  do {
    const page: Page<T> = await list({ limit: PAGE, position });
    items.push(...page.items);
    position = page.next;
  } while (position !== null && items.length < limit);
  return { items, truncated: position !== null };
}
