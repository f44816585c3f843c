import { z } from 'zod';
import { keptLink, linkOf, requestOf } from '#shared/polling/next-link.ts';
import { recordsOf, textAt } from '#shared/polling/page-values.ts';
import type { PollKind } from '#shared/polling/poll-kind.ts';
import { tokenAuthorization } from '#shared/polling/sign-in.ts';

/** Okta's largest page (System Log API, "limit"). */
const LIMIT = '1000';

/**
 * Okta's System Log, oldest first. Every page links to the next one, also when there is none yet: the link is kept and
 * asked again.
 */
export const okta: PollKind<'okta_system_log'> = {
  kind: 'okta_system_log',
  vendor: 'okta',
  gives: 'events',
  ascending: true,
  overlapMs: 5 * 60_000,
  secret: z.object({ api_token: z.string().min(1) }),
  baseUrl: ({ url }) => url,
  signIn: (_settings, { api_token: token = '' }) => tokenAuthorization('authorization', `SSWS ${token}`),
  ask: (_settings, { page, since }) =>
    page === null
      ? { path: '/api/v1/logs', query: { since, sortOrder: 'ASCENDING', limit: LIMIT } }
      : requestOf(page),
  read(_settings, { value, headers }, baseUrl) {
    const items = recordsOf('okta', value);
    const next = linkOf(headers.link, 'next');
    return {
      items,
      page: next === null ? null : keptLink('okta', next, baseUrl),
      more: next !== null && items.length > 0,
    };
  },
  timeOf: (_settings, item) => textAt(item, 'published'),
};
