import { z } from 'zod';
import { recordsOf, textAt, valueAt } from '#shared/polling/page-values.ts';
import type { PollKind } from '#shared/polling/poll-kind.ts';
import { tokenAuthorization } from '#shared/polling/sign-in.ts';

/** An HTTP API that nobody wrote a kind for: a list, a cursor to its next page, a time to begin at. */
export const genericApi: PollKind<'generic_api'> = {
  kind: 'generic_api',
  vendor: 'api',
  gives: 'events',
  ascending: false,
  overlapMs: 5 * 60_000,
  secret: z.object({ token: z.string().min(1) }),
  baseUrl: ({ url }) => new URL(url).origin,
  signIn: ({ token_header: header, token_prefix: prefix }, { token = '' }) =>
    tokenAuthorization(header, prefix === '' ? token : `${prefix} ${token}`),
  ask({ url, since_param: sinceParam, cursor_param: cursorParam }, { page, since }) {
    const { pathname, searchParams } = new URL(url);
    const from = sinceParam === null ? {} : { [sinceParam]: since };
    const next = page === null ? {} : { [cursorParam]: page };
    return { path: pathname, query: { ...Object.fromEntries(searchParams), ...from, ...next } };
  },
  read({ items, cursor }, { value }) {
    const found = valueAt(value, cursor);
    const page = typeof found === 'number' ? String(found) : textAt(value, cursor);
    return { items: recordsOf('api', value, items), page, more: page !== null };
  },
  timeOf: ({ time }, item) => textAt(item, time),
};
