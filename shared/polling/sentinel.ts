import { z } from 'zod';
import { keptLink, requestOf } from '#shared/polling/next-link.ts';
import { isOwnIncident, rulesOnOwnTable } from '#shared/polling/own-alerts.ts';
import { recordsOf, textAt } from '#shared/polling/page-values.ts';
import type { PollKind } from '#shared/polling/poll-kind.ts';
import { microsoftSignIn } from '#shared/polling/sign-in.ts';
import type { PollSettingsOf } from '#shared/schema/poll.ts';
import { pathOf } from '#shared/vendors/http.ts';
import { microsoftScopes } from '#shared/vendors/microsoft-token.ts';

const VERSION = '2025-09-01';
const TIME = 'properties/lastModifiedTimeUtc';
const MODIFIED = 'properties.lastModifiedTimeUtc';
const PAGE = '100';

/**
 * Incidents of a Sentinel workspace, each again whenever it is changed. Those that stem from what Gatehouse itself sent
 * into the workspace are left out.
 */
export const sentinel: PollKind<'sentinel_incidents'> = {
  kind: 'sentinel_incidents',
  vendor: 'sentinel',
  gives: 'events',
  ascending: true,
  overlapMs: 5 * 60_000,
  secret: z.object({ client_secret: z.string().min(1) }),
  baseUrl: (_settings, { microsoft }) => microsoft.management,
  signIn: (settings, { client_secret: secret = '' }, parts) =>
    microsoftSignIn(settings, secret, microsoftScopes.management, parts),
  ask(settings, { page, since }) {
    if (page !== null) return requestOf(page);
    return {
      path: `${sentinelPath(settings)}/incidents`,
      query: {
        'api-version': VERSION,
        $filter: `${TIME} ge ${since}`,
        $orderby: `${TIME} asc`,
        $top: PAGE,
      },
    };
  },
  read(_settings, { value }, baseUrl) {
    const link = textAt(value, 'nextLink');
    return {
      items: recordsOf('sentinel', value, 'value'),
      page: link === null ? null : keptLink('sentinel', link, baseUrl),
      more: link !== null,
    };
  },
  async follow(settings, page, { http, baseUrl }) {
    if (page.items.length === 0) return page;
    const rules = { path: `${sentinelPath(settings)}/alertRules`, query: { 'api-version': VERSION } };
    const own = await rulesOnOwnTable(http, baseUrl, rules);
    const items = page.items.filter((item) => !isOwnIncident(item, own));
    // Also past what is left out, or it would be listed for ever.
    const times = page.items.map((item) => Date.parse(textAt(item, MODIFIED) ?? ''));
    const known = times.filter((time) => !Number.isNaN(time));
    return known.length === 0
      ? { ...page, items }
      : { ...page, items, newest: new Date(Math.max(...known)).toISOString() };
  },
  timeOf: (_settings, item) => textAt(item, MODIFIED),
};

function sentinelPath(settings: PollSettingsOf<'sentinel_incidents'>): string {
  const { subscription_id: subscription, resource_group: group, workspace_name: workspace } = settings;
  const place = pathOf('subscriptions', subscription, 'resourceGroups', group, 'providers');
  const parts = ['Microsoft.OperationalInsights', 'workspaces', workspace, 'providers'];
  return `${place}${pathOf(...parts, 'Microsoft.SecurityInsights')}`;
}
