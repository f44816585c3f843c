import { z } from 'zod';
import { DomainError } from '#shared/errors.ts';
import { sha256, type TenantId } from '#shared/ids.ts';
import type { Page, PageRequest } from '#shared/ports/page.ts';

/** What a cursor belongs to. A position means nothing in another tenant's list, another list or another filter. */
export type ListName = {
  tenantId: TenantId;
  operation: string;
  filter: Readonly<Record<string, unknown>>;
};

const cursorSchema = z.strictObject({
  t: z.string(),
  l: z.string(),
  f: z.string(),
  p: z.string(),
});

/**
 * Opaque to the caller, but not secret and not signed: it needs no protection, because ports build every key from the
 * request's own tenant and never from a position. The binding turns a cursor that went astray into a clear error.
 */
export function encodeCursor(list: ListName, position: string): string {
  const cursor = { t: list.tenantId, l: list.operation, f: filterHash(list.filter), p: position };
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** The position in the cursor. @throws DomainError `invalid_request` for one of another tenant, list or filter. */
function decodeCursor(list: ListName, cursor: string): string {
  const parsed = cursorSchema.safeParse(jsonOf(Buffer.from(cursor, 'base64url').toString('utf8')));
  const fits =
    parsed.success &&
    parsed.data.t === list.tenantId &&
    parsed.data.l === list.operation &&
    parsed.data.f === filterHash(list.filter);
  if (!fits) {
    throw new DomainError(
      'invalid_request',
      'The cursor does not belong to this list and filter. Start again without a cursor.',
    );
  }
  return parsed.data.p;
}

/** Query parameters of every list. `limit` is 1 to 200. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('How many items, 1 to 200.'),
  cursor: z.string().max(8_192).optional().describe('The `next` of the page before.'),
};

/** Reads one page of a list and binds the cursor of the next one to it. */
export async function readPage<T>(
  list: ListName,
  query: { limit: number; cursor?: string | undefined },
  read: (page: PageRequest) => Promise<Page<T>>,
): Promise<Page<T>> {
  const position = query.cursor === undefined ? null : decodeCursor(list, query.cursor);
  const page = await read({ limit: query.limit, position });
  return { items: page.items, next: page.next === null ? null : encodeCursor(list, page.next) };
}

function filterHash(filter: Readonly<Record<string, unknown>>): string {
  const set = Object.entries(filter).filter(([, value]) => value !== undefined);
  return sha256(JSON.stringify(set.sort(([a], [b]) => (a < b ? -1 : 1)))).slice(0, 16);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
