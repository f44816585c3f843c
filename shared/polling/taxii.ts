import { z } from 'zod';
import { recordsOf, textAt, valueAt } from '#shared/polling/page-values.ts';
import type { PollKind } from '#shared/polling/poll-kind.ts';
import { basicAuthorization } from '#shared/vendors/basic-authorization.ts';
import { pathOf } from '#shared/vendors/http.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

const LIMIT = '500';
const MEDIA_TYPE = 'application/taxii+json;version=2.1';

/**
 * A collection of a TAXII 2.1 server (OASIS), in the order in which objects were added to it. `next` leads through one
 * answer to a time; the header X-TAXII-Date-Added-Last says how far a page goes, and the next pass asks for what was
 * added after that.
 */
export const taxii: PollKind<'taxii'> = {
  kind: 'taxii',
  vendor: 'taxii',
  gives: 'indicators',
  ascending: true,
  overlapMs: 0,
  secret: z.object({ password: z.string().default('') }),
  baseUrl: ({ url }) => url,
  signIn: ({ username }, { password = '' }) =>
    username === null ? null : basicAuthorization(username, password),
  ask: ({ collection_id: collection }, { page, since }) => ({
    path: `${pathOf('collections', collection, 'objects')}/`,
    query: { added_after: since, limit: LIMIT, ...(page === null ? {} : { next: page }) },
    headers: { accept: MEDIA_TYPE },
  }),
  read(_settings, { value, headers }) {
    const newest = headers['x-taxii-date-added-last'];
    const items = valueAt(value, 'objects') === undefined ? [] : recordsOf('taxii', value, 'objects');
    const more = valueAt(value, 'more') === true;
    const page = more ? textAt(value, 'next') : null;
    if (items.length > 0 && (newest === undefined || Number.isNaN(Date.parse(newest)))) {
      const what = 'The server does not say when its objects were added (X-TAXII-Date-Added-Last).';
      throw new VendorError('taxii', 'unreadable', what);
    }
    // A server without `next` is asked again for what was added after this page.
    return { items, page, more, ...(newest === undefined ? {} : { newest }) };
  },
  timeOf: (_settings, item) => textAt(item, 'modified') ?? textAt(item, 'created'),
};
